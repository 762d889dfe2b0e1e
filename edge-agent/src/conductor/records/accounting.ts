import type { Health } from '@tieng-lang/protocol'
import type { Output } from '@tieng-lang/scheduler'

/** How many records wait or were lost, and until when (Unix ms) all that was planned has its record. */
export type Accounting = Required<Pick<Health['outbox'], 'waiting' | 'lost' | 'accountedUntil'>>

/** How far what was planned is accounted for: nothing that sounds or waits counts as done. Null before the first plan. */
export function accountedUntil(output: Output, listedUntil: number | null): number | null {
  const { current, next, urgent, interrupted, waiting, ending } = output
  const held = [current, next, ...urgent, ...interrupted, ...waiting, ...ending.map((one) => one.playing)]
  const openSince = held.flatMap((one) => one?.sound.dueAt ?? [])
  return listedUntil === null ? null : Math.min(listedUntil, ...openSince)
}
