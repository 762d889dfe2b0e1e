import type { EmergencyAnswer } from '@tieng-lang/protocol/browser'

const SECOND_MS = 1_000

/** When it is said again; null where it is not. */
export function nextSoundingAt(
  {
    state,
    sentAt,
    expiresAt,
    repeatsAfterS,
  }: Pick<EmergencyAnswer, 'state' | 'sentAt' | 'expiresAt' | 'repeatsAfterS'>,
  nowAt: number,
): number | null {
  if (state !== 'active' || sentAt === null) return null
  const next = repeatsAfterS
    .map((afterS) => sentAt + afterS * SECOND_MS)
    .filter((at) => at > nowAt && at < expiresAt)
  return next.length === 0 ? null : Math.min(...next)
}
