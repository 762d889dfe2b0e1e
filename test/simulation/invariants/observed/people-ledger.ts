import type { Id, ProgrammeBody } from '@tieng-lang/protocol'
import type { DoneAct, SimulatedWorld } from '../../world.ts'

/** From `at` on (true time) until the next entry these versions of a programme may sound; none: it may not. */
export interface Standing {
  at: number
  versions: readonly ProgrammeBody[]
}

/** From `at` on (true time) a bulletin may, or may not, be said. */
export interface BulletinStanding {
  at: number
  isApproved: boolean
}

/**
 * What people have approved and taken back, by what they did and were answered, and not by what the server says. An act
 * over which the server died may have been done or not: both are then allowed.
 */
export class PeopleLedger {
  readonly #byProgramme = new Map<Id, DoneAct[]>()
  readonly #byBulletin = new Map<Id, DoneAct[]>()
  #seen = 0

  /** Takes what is new; to be called at every look. */
  read({ acts }: Pick<SimulatedWorld, 'acts'>): void {
    for (const done of acts.slice(this.#seen)) {
      const { act } = done
      if ('definition' in act) add(this.#byProgramme, act.definition.programmeId, done)
      else if ('programmeId' in act) add(this.#byProgramme, act.programmeId, done)
      else if ('bulletinId' in act) add(this.#byBulletin, act.bulletinId, done)
    }
    this.#seen = acts.length
  }

  /** How a programme stood, in the order of time; before the first entry nothing of it may sound. */
  standingsOf(programmeId: Id): Standing[] {
    const standings: Standing[] = []
    let working: readonly ProgrammeBody[] = []
    for (const { act, at, outcome } of this.#byProgramme.get(programmeId) ?? []) {
      if (wasRefused(outcome)) continue
      const isSure = outcome !== null
      const before = standings.at(-1)?.versions ?? []
      if ('definition' in act) {
        const body = { definition: act.definition, targets: act.targets }
        working = isSure ? [body] : [...working, body]
      } else if (act.kind === 'approveProgramme')
        standings.push({ at, versions: isSure ? working : [...before, ...working] })
      else if (act.kind === 'removeProgramme') standings.push({ at, versions: isSure ? [] : before })
    }
    return standings
  }

  /** When a bulletin was, or may have been, approved and when taken back for sure, in the order of time. */
  bulletinStandings(bulletinId: Id): BulletinStanding[] {
    const standings: BulletinStanding[] = []
    for (const { act, at, outcome } of this.#byBulletin.get(bulletinId) ?? []) {
      if (wasRefused(outcome)) continue
      if (act.kind === 'approveBulletin') standings.push({ at, isApproved: true })
      const isTakenBack = act.kind === 'returnBulletin' || act.kind === 'withdrawBulletin'
      if (isTakenBack && outcome !== null) standings.push({ at, isApproved: false })
    }
    return standings
  }

  /** Whether the bulletin may be said at `at`. */
  isSaidAt(bulletinId: Id, at: number): boolean {
    return this.bulletinStandings(bulletinId).findLast((standing) => standing.at <= at)?.isApproved ?? false
  }
}

function wasRefused(outcome: string | null): boolean {
  return outcome !== null && outcome !== 'done'
}

function add(lists: Map<Id, DoneAct[]>, id: Id, done: DoneAct): void {
  const list = lists.get(id)
  if (list) list.push(done)
  else lists.set(id, [done])
}
