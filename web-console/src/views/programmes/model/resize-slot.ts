import type { ProgrammeDefinition } from '@tieng-lang/protocol/browser'

const REPEATS_MAX = 50

/**
 * A slot is as long as what is said in it. Where that is one item, a longer slot says it more often and a shorter one
 * less often, to the nearest whole time; null where there are several items, and the playlist has to be changed.
 */
export function withLength(
  definition: ProgrammeDefinition,
  { lengthMs, lengthMsBefore }: { lengthMs: number; lengthMsBefore: number },
): ProgrammeDefinition | null {
  const [item, ...others] = definition.playlist
  if (!item || others.length > 0) return null
  const onceMs = lengthMsBefore / item.repeats
  const repeats = Math.min(REPEATS_MAX, Math.max(1, Math.round(lengthMs / onceMs)))
  return repeats === item.repeats ? null : { ...definition, playlist: [{ ...item, repeats }] }
}
