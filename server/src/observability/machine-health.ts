import { statSync } from 'node:fs'
import { type MachineHealth, SECOND_MS } from '@tieng-lang/protocol'
import type { Services } from '../broadcasting/services.ts'
import type { Observability } from './observability.ts'

/** The last look at each part, with what waits and what was lost: for administrators. */
export function machineHealth(
  { clock, board, link }: Services,
  { health, startedMs, databasePath }: Observability,
): MachineHealth {
  const { enrolled, connected, planBehind, withLosses, losses, missingRecords } = board.totals()
  return {
    ...health.latest(),
    uptimeS: (clock.monotonicMs() - startedMs) / SECOND_MS,
    rssBytes: process.memoryUsage.rss(),
    ...databaseSizes(databasePath),
    documentsWaiting: link.publisher.waitingCount(),
    clusters: { enrolled, connected, planBehind },
    losses: { clusters: withLosses, ...losses },
    missingRecords,
  }
}

/** Of the database's own file, and of what is written and not yet in it. */
export function databaseSizes(path: string): { databaseBytes: number; walBytes: number } {
  const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0
  return { databaseBytes: sizeOf(path), walBytes: sizeOf(`${path}-wal`) }
}
