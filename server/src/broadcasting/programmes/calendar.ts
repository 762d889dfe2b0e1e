import {
  CALENDAR_DAYS_MAX,
  CALENDAR_ENTRIES_MAX,
  type CalendarAnswer,
  type CalendarEntry,
  type CalendarQuery,
  CodedError,
  type Programme,
} from '@tieng-lang/protocol'
import { instantOf, listSlots, parseLocalDate, slotLengthMs } from '@tieng-lang/scheduler'
import type { Principal } from '../../access/principal.ts'
import type { StoredProgramme } from '../../storage/programmes.ts'
import { areaTree } from '../../storage/tree/area-tree.ts'
import { inherited } from '../../storage/tree/areas.ts'
import { inSlices } from '../delivery/in-slices.ts'
import { bulletinReader, plannedProgramme, programmeWithAudio } from '../delivery/planned-programmes.ts'
import type { Services } from '../services.ts'
import { visibleProgrammes } from './programme-list.ts'

/** So many entries are held at most while they are collected; sorting these takes some milliseconds. */
const HELD_MAX = 4 * CALENDAR_ENTRIES_MAX

/** What a dense programme could fill is looked at a week at a time. */
const DAYS_AT_ONCE = 7

/** One version of a programme, as the calendar shows it. */
interface Shown {
  stored: StoredProgramme
  programme: Programme
  isPlaying: boolean
}

/**
 * The slots of an area's days, one entry each however many clusters they reach: what plays, and what is being worked on
 * where that is something else. Throws `areaNotFound`, and `badDates` for a span that is none or too long.
 */
export async function calendarOf(
  services: Services,
  by: Principal,
  { areaId, from, until }: CalendarQuery,
): Promise<CalendarAnswer> {
  const { database, config, clock } = services
  const path = areaTree(database).pathOf(areaId)
  if (path.length === 0) throw new CodedError('areaNotFound', `no area is ${areaId}`)
  const timeZone = inherited(path, 'timeZone') ?? config.timeZone
  const days = daysOf(from, until)
  const shown = visibleProgrammes(database, by, areaId).flatMap((stored) => versionsOf(services, stored))
  let entries: CalendarEntry[] = []
  for (
    let day = days.first;
    day <= days.last && entries.length <= CALENDAR_ENTRIES_MAX;
    day += DAYS_AT_ONCE
  ) {
    const end = Math.min(day + DAYS_AT_ONCE, days.last + 1)
    const window = { timeZone, from: instantOf(day, 0, timeZone), until: instantOf(end, 0, timeZone) }
    await inSlices(clock, shown, (version) => {
      for (const slot of listSlots(version.programme, window)) entries.push(entryOf(version, slot))
      if (entries.length > HELD_MAX) entries = earliest(entries)
    })
  }
  entries = earliest(entries)
  return {
    timeZone,
    entries: entries.slice(0, CALENDAR_ENTRIES_MAX),
    isCut: entries.length > CALENDAR_ENTRIES_MAX,
  }
}

/** By start; one more than is shown, so that it is known that there are more. */
function earliest(entries: CalendarEntry[]): CalendarEntry[] {
  entries.sort((a, b) => a.startAt - b.startAt || (a.broadcastId < b.broadcastId ? -1 : 1))
  return entries.slice(0, CALENDAR_ENTRIES_MAX + 1)
}

function daysOf(from: string, until: string): { first: number; last: number } {
  const first = parseLocalDate(from)
  const last = parseLocalDate(until)
  if (first === null || last === null || last < first)
    throw new CodedError('badDates', `${from} to ${until} is no span of days`)
  if (last - first >= CALENDAR_DAYS_MAX)
    throw new CodedError('badDates', `at most ${CALENDAR_DAYS_MAX} days at once`)
  return { first, last }
}

/** What plays is shown from its first approval on, in its present form; a draft from when it was made. */
function versionsOf({ database }: Services, stored: StoredProgramme): Shown[] {
  const { definition, state, playing, createdAt } = stored
  const shown: Shown[] = []
  if (playing) {
    const { programme } = plannedProgramme(playing, bulletinReader(database), () => true)
    shown.push({ stored, programme: { ...programme, plannedAt: playing.firstPlannedAt }, isPlaying: true })
  }
  if (state !== 'approved') {
    const programme = programmeWithAudio(database, definition)
    shown.push({ stored, programme: { ...programme, plannedAt: createdAt }, isPlaying: false })
  }
  return shown
}

function entryOf(
  { stored, programme, isPlaying }: Shown,
  { at, label, date }: ReturnType<typeof listSlots>[number],
): CalendarEntry {
  const { programmeId, name, priority } = programme
  return {
    programmeId,
    broadcastId: `${programmeId}@${label}`,
    name,
    state: isPlaying ? 'approved' : stored.state,
    isPlaying,
    priority,
    hasRelay: programme.playlist.some((item) => 'relay' in item),
    startAt: at,
    endAt: at + slotLengthMs(programme, date),
    version: stored.version,
  }
}
