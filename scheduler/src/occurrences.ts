import {
  itemLengthMs,
  type LocalDate,
  type Plan,
  type Programme,
  type ProgrammeItem,
  priorityRank,
  type RelayItem,
} from '@tieng-lang/protocol/browser'
import type { Sound } from './arbitration/sound.ts'
import { listSlots, type TimeWindow } from './calendar/recurrence.ts'

/** One planned sound: one play of one item in one sounding of a slot. */
export interface Occurrence {
  /** `{broadcastId}/{itemId}/{repeat}`, repeat counted from 1. */
  readonly occurrenceId: string
  /** `{programmeId}@{local start}`, e.g. `morning@2026-02-17T05:30`; `{programmeId}@once` for kind `once`. */
  readonly broadcastId: string
  readonly slotAt: number
  readonly dueAt: number
  /** Place among all plays of the broadcast, from 0. */
  readonly order: number
  readonly programme: Programme
  readonly item: ProgrammeItem
}

/** More planned sounds than this are never listed at once; ask for a shorter window. */
export const OCCURRENCES_MAX = 2_000_000

/** One play of a playlist, read once for many slots. */
interface Play {
  readonly item: ProgrammeItem
  readonly suffix: string
  readonly afterMs: number
}

/**
 * All planned sounds due in `[from, until)`, by `dueAt`, then priority, then place in the playlist; without the
 * broadcasts that the plan has stopped. At most `countMax`; where there are more, any so many of them.
 */
export function listOccurrences(plan: Plan, window: TimeWindow, countMax = OCCURRENCES_MAX): Occurrence[] {
  const stopped = new Set(plan.stopped.map(({ broadcastId }) => broadcastId))
  const found: Occurrence[] = []
  for (const programme of plan.programmes) appendOccurrences(found, { programme, window, stopped, countMax })
  return found.sort(compareOccurrences)
}

interface Sitting {
  readonly plays: readonly Play[]
  /** From its start to the end of its last sound. */
  readonly lengthMs: number
}

/** The items that a slot of this local date says, in order: the rest is passed over as if it were not there. */
export function itemsOn({ playlist }: Programme, date: LocalDate): ProgrammeItem[] {
  return playlist.filter(
    ({ validity: { from = '', until = '9999-12-31' } = {} }) => from <= date && date <= until,
  )
}

/** The plays of one sounding of a slot, each with the time that stands before it; a gap follows every play. */
function sittingOf(playlist: readonly ProgrammeItem[]): Sitting {
  const plays: Play[] = []
  let afterMs = 0
  for (const item of playlist) {
    for (let repeat = 1; repeat <= item.repeats; repeat++) {
      plays.push({ item, suffix: `/${item.itemId}/${repeat}`, afterMs })
      afterMs += itemLengthMs(item) + item.gapMs
    }
  }
  return { plays, lengthMs: Math.max(0, afterMs - (playlist.at(-1)?.gapMs ?? 0)) }
}

/** What a slot says on each local date, worked out once for all dates on which it is the same. */
function sittingsOf(programme: Programme): (date: LocalDate) => Sitting {
  const whole = sittingOf(programme.playlist)
  if (programme.playlist.every(({ validity }) => validity === undefined)) return () => whole
  const known = new Map<string, Sitting>()
  return (date) => {
    const items = itemsOn(programme, date)
    const key = items.map(({ itemId }) => itemId).join('/')
    const sitting = known.get(key) ?? sittingOf(items)
    known.set(key, sitting)
    return sitting
  }
}

/**
 * How long one sounding of a slot is from its start to the end of its last sound, in milliseconds: on a local date, or
 * with every item of the playlist. 0 where nothing is said.
 */
export function slotLengthMs(programme: Programme, date?: LocalDate): number {
  return sittingOf(date === undefined ? programme.playlist : itemsOn(programme, date)).lengthMs
}

interface ToAppend {
  readonly programme: Programme
  readonly window: TimeWindow
  readonly stopped: ReadonlySet<string>
  readonly countMax: number
}

function appendOccurrences(found: Occurrence[], { programme, window, stopped, countMax }: ToAppend): void {
  if (found.length >= countMax) return
  const sittingOn = sittingsOf(programme)
  const slots = listSlots(programme, { ...window, from: window.from - slotLengthMs(programme) })
  for (const { at, label, date } of slots) {
    const broadcastId = `${programme.programmeId}@${label}`
    if (stopped.has(broadcastId)) continue
    let order = -1
    for (const { item, suffix, afterMs } of sittingOn(date).plays) {
      order++
      const dueAt = at + afterMs
      if (dueAt < window.from) continue
      if (dueAt >= window.until || found.length >= countMax) break
      found.push({
        occurrenceId: broadcastId + suffix,
        broadcastId,
        slotAt: at,
        dueAt,
        order,
        programme,
        item,
      })
    }
  }
}

function compareOccurrences(a: Occurrence, b: Occurrence): number {
  if (a.dueAt !== b.dueAt) return a.dueAt - b.dueAt
  return (
    priorityRank(b.programme.priority) - priorityRank(a.programme.priority) ||
    a.order - b.order ||
    (a.occurrenceId < b.occurrenceId ? -1 : a.occurrenceId > b.occurrenceId ? 1 : 0)
  )
}

/** The occurrence as arbitration takes it. */
export function soundOf(occurrence: Occurrence, planRevision: number): Sound {
  const { programme, item } = occurrence
  return {
    soundId: occurrence.occurrenceId,
    broadcastId: occurrence.broadcastId,
    priority: programme.priority,
    dueAt: occurrence.dueAt,
    slotAt: occurrence.slotAt,
    order: occurrence.order,
    durationMs: itemLengthMs(item),
    latenessMsMax: programme.latenessMsMax,
    onInterrupted: programme.onInterrupted,
    mayBeCut: programme.mayBeCut,
    mediaSha256: 'relay' in item ? null : item.media.sha256,
    ...('relay' in item && { relay: relayOf(item) }),
    volumePercent: programme.volumePercent ?? null,
    planRevision,
    emergency: null,
  }
}

function relayOf({ relay: { fallback, tuner } }: RelayItem): NonNullable<Sound['relay']> {
  return { fallbackSha256: fallback?.sha256 ?? null, ...(tuner && { tunerKhz: tuner.frequencyKhz }) }
}
