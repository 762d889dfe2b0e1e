import { DAY_MS, MINUTE_MS, type Plan } from '@tieng-lang/protocol'
import { listOccurrences, type Occurrence, soundOf } from '@tieng-lang/scheduler'
import type { WantedMedia } from '../stores/media-cache.ts'

/** How far ahead occurrences are handed to arbitration, and their audio is brought into memory. */
export const AHEAD_MS = 2 * MINUTE_MS
/** What lies further back is not played any more, only accounted for. */
export const BEHIND_MS_MAX = 2 * DAY_MS
/** For the order of fetching: what is due later than this is fetched last. */
const FETCH_AHEAD_MS = DAY_MS + 2 * 60 * MINUTE_MS

export interface HeldPlan {
  plan: Plan
  revision: number
  /** From then on it authorises nothing; null for ever. */
  validUntil: number | null
  timeZone: string
}

/** One occurrence to hand to arbitration; `isMissed` where its lateness has passed and it can only be accounted for. */
export interface DueOccurrence {
  occurrence: Occurrence
  isMissed: boolean
  /** The plan has stopped its broadcast: only its record is still owed. */
  isStopped: boolean
}

/**
 * What is due from now to `AHEAD_MS` ahead, what may still start late, and what was missed since `accountedUntil` (a
 * power cut, a clock that could not be trusted). Arbitration passes over what it holds or has done.
 */
export function occurrencesToFeed(
  held: HeldPlan,
  { now, accountedUntil }: { now: number; accountedUntil: number },
): DueOccurrence[] {
  const latenessMsMax = Math.max(0, ...held.plan.programmes.map((programme) => programme.latenessMsMax))
  const from = Math.max(now - BEHIND_MS_MAX, Math.min(now, accountedUntil) - latenessMsMax)
  const stopped = new Set(held.plan.stopped.map(({ broadcastId }) => broadcastId))
  const everything = { ...held.plan, stopped: [] }
  return listOccurrences(everything, { timeZone: held.timeZone, from, until: now + AHEAD_MS }).flatMap(
    (occurrence) => {
      const endsAt = occurrence.dueAt + occurrence.programme.latenessMsMax
      const isStopped = stopped.has(occurrence.broadcastId)
      return endsAt < accountedUntil ? [] : [{ occurrence, isMissed: endsAt < now, isStopped }]
    },
  )
}

/** An occurrence as arbitration takes it, under the plan that named it. */
export function plannedSound(held: HeldPlan, occurrence: Occurrence) {
  return soundOf(occurrence, held.revision)
}

/** Every recording of the plan, each with the instant of its next use as far as one can see. */
export function mediaWanted(held: HeldPlan, now: number): WantedMedia[] {
  const wanted = new Map<string, WantedMedia>()
  const window = { timeZone: held.timeZone, from: now - 30 * MINUTE_MS, until: now + FETCH_AHEAD_MS }
  for (const { item, dueAt } of listOccurrences(held.plan, window)) {
    const { sha256, sizeBytes } = item.media
    if (!wanted.has(sha256)) wanted.set(sha256, { sha256, sizeBytes, neededAt: dueAt })
  }
  for (const { playlist } of held.plan.programmes) {
    for (const { media } of playlist) {
      const { sha256, sizeBytes } = media
      if (!wanted.has(sha256)) wanted.set(sha256, { sha256, sizeBytes, neededAt: now + FETCH_AHEAD_MS })
    }
  }
  return [...wanted.values()]
}
