import { DAY_MS, itemMedia, type Media, MINUTE_MS, type Plan } from '@tieng-lang/protocol'
import { listOccurrences, type Occurrence, soundOf } from '@tieng-lang/scheduler'
import type { WantedMedia } from '../../stores/media/media-cache.ts'

/** How far ahead occurrences are handed to arbitration, and their audio is brought into memory. */
export const AHEAD_MS = 2 * MINUTE_MS
/** What was missed longer ago is not accounted for any more: so long the outbox keeps records at least. */
const BEHIND_MS_MAX = 14 * DAY_MS
/** So much of what was missed is accounted for at once, so that no frame waits for it. */
const CATCH_UP_MS = 6 * 60 * MINUTE_MS
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
  /** Until then it may still start. */
  lastAt: number
  isMissed: boolean
  /** The plan has stopped its broadcast: only its record is still owed. */
  isStopped: boolean
}

/** What is to be handed on now, and until when everything planned is accounted for with it. */
export interface Feed {
  due: DueOccurrence[]
  accountedUntil: number
}

/**
 * What is due from now to `AHEAD_MS` ahead, what may still start late, and what was missed since `accountedUntil` (a
 * power cut, a clock that could not be trusted): of a long absence the oldest `CATCH_UP_MS`, and the rest by the calls
 * that follow. Arbitration passes over what it holds or has done.
 */
export function occurrencesToFeed(
  held: HeldPlan,
  { now, accountedUntil }: { now: number; accountedUntil: number },
): Feed {
  const latenessMsMax = Math.max(0, ...held.plan.programmes.map((programme) => programme.latenessMsMax))
  const since = Math.max(now - BEHIND_MS_MAX, Math.min(now, accountedUntil))
  const until = Math.min(now, since + CATCH_UP_MS)
  const listed = [
    ...listDue(held, { now, from: since - latenessMsMax, until }),
    ...listDue(held, { now, from: Math.max(until, now - latenessMsMax), until: now + AHEAD_MS }),
  ]
  const isOwed = ({ lastAt, isMissed }: DueOccurrence) =>
    lastAt >= accountedUntil && (!isMissed || lastAt < until)
  return { due: listed.filter(isOwed), accountedUntil: until }
}

function listDue(held: HeldPlan, { now, from, until }: { now: number; from: number; until: number }) {
  const stopped = new Set(held.plan.stopped.map(({ broadcastId }) => broadcastId))
  return occurrencesIn(held, { from, until }).map((occurrence) => {
    const lastAt = occurrence.dueAt + occurrence.programme.latenessMsMax
    return { occurrence, lastAt, isMissed: lastAt < now, isStopped: stopped.has(occurrence.broadcastId) }
  })
}

/** What is due is looked at every few seconds, on small boards: it is listed so far ahead at once. */
const LISTED_AHEAD_MS = 60 * MINUTE_MS

interface Listed {
  timeZone: string
  from: number
  until: number
  occurrences: readonly Occurrence[]
}

const listed = new WeakMap<Plan, Listed>()

/** The plan's occurrences due in `[from, until)`, stopped ones as well. */
function occurrencesIn({ plan, timeZone }: HeldPlan, { from, until }: { from: number; until: number }) {
  if (until <= from) return []
  const known = listed.get(plan)
  const isKnown = known?.timeZone === timeZone && known.from <= from && until <= known.until
  const { occurrences } = isKnown ? known : listAhead({ plan, timeZone }, { from, until })
  return occurrences.filter(({ dueAt }) => dueAt >= from && dueAt < until)
}

function listAhead(
  { plan, timeZone }: Pick<HeldPlan, 'plan' | 'timeZone'>,
  window: { from: number; until: number },
) {
  const ahead = { timeZone, from: window.from, until: window.until + LISTED_AHEAD_MS }
  const found: Listed = { ...ahead, occurrences: listOccurrences({ ...plan, stopped: [] }, ahead) }
  listed.set(plan, found)
  return found
}

/** An occurrence as arbitration takes it, under the plan that named it. */
export function plannedSound(held: HeldPlan, occurrence: Occurrence) {
  return soundOf(occurrence, held.revision)
}

/** Every recording of the plan, also what is said in place of a relay, each with the instant of its next use as far as one can see. */
export function mediaWanted(held: HeldPlan, now: number): WantedMedia[] {
  const wanted = new Map<string, WantedMedia>()
  const want = (media: Media | null, neededAt: number) => {
    if (!media || wanted.has(media.sha256)) return
    const { sha256, sizeBytes } = media
    wanted.set(sha256, { sha256, sizeBytes, neededAt })
  }
  const window = { timeZone: held.timeZone, from: now - 30 * MINUTE_MS, until: now + FETCH_AHEAD_MS }
  for (const { item, dueAt } of listOccurrences(held.plan, window)) want(itemMedia(item), dueAt)
  for (const { playlist } of held.plan.programmes)
    for (const item of playlist) want(itemMedia(item), now + FETCH_AHEAD_MS)
  return [...wanted.values()]
}
