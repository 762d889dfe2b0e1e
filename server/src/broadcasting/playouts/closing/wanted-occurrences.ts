import { HOUR_MS, type Programme } from '@tieng-lang/protocol'
import { listOccurrences, type Occurrence } from '@tieng-lang/scheduler'
import type { WantedPlan } from '../../../storage/playouts/wanted-plans.ts'

/** What a programme may have at most: so far behind its `dueAt` a sound may still have been wanted. */
const LATENESS_MS_MAX = 12 * HOUR_MS
/** More sounds of one cluster in one window are never read at once. */
const OCCURRENCES_MAX = 5_000

export interface WantedOccurrence {
  occurrence: Occurrence
  /** The revision of the plan that named it. */
  planRevision: number
  /** Whether the plan that the cluster said to hold at that time named it as well. */
  wasHeld: boolean
}

export interface WantedWindow {
  timeZone: string
  /** Of `dueAt`, Unix ms; `until` is not in it. */
  from: number
  until: number
}

type ReadProgrammes = (programmesSha256: string) => readonly Programme[]

/**
 * What one cluster was to sound in a window, each once, under the plan that was wanted when it was due, or while it could
 * still have begun. `plans` in the order of their revisions.
 */
export function wantedOccurrences(
  plans: readonly WantedPlan[],
  { timeZone, from, until }: WantedWindow,
  programmesOf: ReadProgrammes,
): WantedOccurrence[] {
  const found = new Map<string, WantedOccurrence>()
  const isHeld = heldLookup(plans, { timeZone, from, until }, programmesOf)
  for (const [index, { wantedAt, fromRevision, programmesSha256 }] of plans.entries()) {
    const endAt = plans[index + 1]?.wantedAt ?? Number.POSITIVE_INFINITY
    const window = { from: Math.max(from, wantedAt - LATENESS_MS_MAX), until: Math.min(until, endAt) }
    if (window.from >= window.until) continue
    const plan = { programmes: [...programmesOf(programmesSha256)], stopped: [] }
    for (const occurrence of listOccurrences(plan, { timeZone, ...window }, OCCURRENCES_MAX)) {
      if (lastAtOf(occurrence) < wantedAt || found.has(occurrence.occurrenceId)) continue
      const wasHeld = isHeld(occurrence)
      found.set(occurrence.occurrenceId, { occurrence, planRevision: fromRevision, wasHeld })
    }
  }
  return [...found.values()]
}

/** Until then it might have begun. */
function lastAtOf({ dueAt, programme }: Occurrence): number {
  return dueAt + programme.latenessMsMax
}

/** Whether an occurrence was in the plan that the cluster said to hold while it could have begun. */
function heldLookup(
  plans: readonly WantedPlan[],
  { timeZone, from, until }: WantedWindow,
  programmesOf: ReadProgrammes,
): (occurrence: Occurrence) => boolean {
  const known = new Map<string, ReadonlySet<string>>()
  const idsOf = ({ programmesSha256 }: WantedPlan) => {
    const ids = known.get(programmesSha256)
    if (ids) return ids
    // Another version may have named the same sound at another time.
    const window = { timeZone, from: from - LATENESS_MS_MAX, until: until + LATENESS_MS_MAX }
    const plan = { programmes: [...programmesOf(programmesSha256)], stopped: [] }
    const listed = new Set(listOccurrences(plan, window, OCCURRENCES_MAX).map((one) => one.occurrenceId))
    known.set(programmesSha256, listed)
    return listed
  }
  return (occurrence) => {
    const lastAt = lastAtOf(occurrence)
    const held = plans.findLast(({ heldAt }) => heldAt !== null && heldAt <= lastAt)
    return held !== undefined && idsOf(held).has(occurrence.occurrenceId)
  }
}
