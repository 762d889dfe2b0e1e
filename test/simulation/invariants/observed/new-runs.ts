import { emergencyOf } from '@tieng-lang/protocol'
import type { HornRun, VirtualCluster } from '../../../../hardware-sim/src/virtual/index.ts'
import type { SimulatedWorld } from '../../world.ts'

/** A run at the horn that is over, and the one before it at the same cluster. */
export interface EndedRun {
  cluster: VirtualCluster
  run: Readonly<HornRun>
  before: Readonly<HornRun> | undefined
}

/** Gives each run that is over once, so that a look costs only what is new. */
export class NewRuns {
  readonly #seen = new Map<string, number>()

  take({ clusters }: SimulatedWorld): EndedRun[] {
    const fresh: EndedRun[] = []
    for (const cluster of clusters) {
      const { name, runs } = cluster
      const seen = this.#seen.get(name) ?? 0
      if (seen === runs.length) continue
      for (const [index, run] of runs.slice(seen).entries())
        if (isHeard(run)) fresh.push({ cluster, run, before: heardBefore(runs, seen + index) })
      this.#seen.set(name, runs.length)
    }
    return fresh
  }
}

/** What lost its power on the way to the horn was never heard. */
function isHeard({ trueFromAt, trueUntilAt }: HornRun): boolean {
  return trueUntilAt > trueFromAt
}

function heardBefore(runs: readonly HornRun[], index: number): HornRun | undefined {
  for (let at = index - 1; at >= 0; at--) {
    const run = runs[at]
    if (run && isHeard(run)) return run
  }
  return undefined
}

/**
 * The session of a live voice, whose sound has its id, or with a number behind it where it had expired and came back;
 * undefined for what is planned (`programme@slot/...`) and for an emergency (`id#edition#repeat`).
 */
export function voiceOf(soundId: string): string | undefined {
  return /[@#]/.test(soundId) ? undefined : soundId.split('/')[0]
}

/** `{broadcastId}/{itemId}/{repeat}` taken apart; of an emergency only its broadcast, for it is in no programme. */
export function partsOf(soundId: string): {
  broadcastId: string
  programmeId: string
  label: string
  itemId: string
  repeat: number
} {
  const emergency = emergencyOf(soundId)
  if (emergency) {
    const { emergencyId, edition } = emergency
    return { broadcastId: `${emergencyId}@${edition}`, programmeId: '', label: '', itemId: '', repeat: 0 }
  }
  const [broadcastId = '', itemId = '', repeat = ''] = soundId.split('/')
  const [programmeId = '', label = ''] = broadcastId.split('@')
  return { broadcastId, programmeId, label, itemId, repeat: Number(repeat) }
}
