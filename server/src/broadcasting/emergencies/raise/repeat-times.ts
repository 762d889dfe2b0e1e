import { CodedError, type RepeatPlan, SECOND_MS } from '@tieng-lang/protocol'

/** What `Emergency.repeatsAfterS` takes. */
const REPEATS_MAX = 200

/**
 * The seconds after the first sounding at which it is sounded again, before it expires. Throws `limitExceeded` where
 * these are more than 200: better refused than fallen silent unnoticed.
 */
export function repeatTimes(
  { soonTimes, soonEveryS, thenEveryS }: RepeatPlan,
  { sentAt, expiresAt }: { sentAt: number; expiresAt: number },
): number[] {
  const lastsS = (expiresAt - sentAt) / SECOND_MS
  const soon = Array.from({ length: soonTimes }, (_, index) => (index + 1) * soonEveryS)
  const soonLastsS = soonTimes * soonEveryS
  const laterCount = thenEveryS === null ? 0 : Math.max(0, Math.ceil((lastsS - soonLastsS) / thenEveryS) - 1)
  if (laterCount + soonTimes > REPEATS_MAX)
    throw new CodedError('limitExceeded', `over ${REPEATS_MAX} repeats: let them be rarer, or expire sooner`)
  const later = Array.from({ length: laterCount }, (_, index) => soonLastsS + (index + 1) * (thenEveryS ?? 0))
  return [...soon, ...later].filter((afterS) => afterS < lastsS)
}
