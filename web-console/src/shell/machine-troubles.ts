import type { MachineHealth, PartCode } from '@tieng-lang/protocol/browser'

/** One sentence of `shell.machine`, with what it is filled with. */
export interface MachineTrouble {
  code: PartCode | 'losses'
  freeGb?: string
  seconds?: string
  clusters?: number
}

/** A banner of its own says these to everyone (`serverTroublesOf`). */
const SAID_TO_EVERYONE: ReadonlySet<PartCode> = new Set<PartCode>([
  'brokerNotConnected',
  'storageFull',
  'databaseFailed',
])
const GB_BYTES = 1e9
const SECOND_MS = 1_000

/** What is wrong with the server, part by part; what clusters had to let go comes last. */
export function machineTroubles({ parts, losses }: MachineHealth): MachineTrouble[] {
  const freeGb = ((parts.disk.freeBytes ?? 0) / GB_BYTES).toFixed(1)
  const seconds = Math.abs((parts.clock.steppedMs ?? 0) / SECOND_MS).toFixed(0)
  const troubles: MachineTrouble[] = Object.values(parts).flatMap(({ code }) =>
    code === null || SAID_TO_EVERYONE.has(code) ? [] : [{ code, freeGb, seconds }],
  )
  if (losses.clusters > 0) troubles.push({ code: 'losses', clusters: losses.clusters })
  return troubles
}
