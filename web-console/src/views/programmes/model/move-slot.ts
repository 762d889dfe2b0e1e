import type { LocalDate, LocalTime, ProgrammeDefinition, Recurrence } from '@tieng-lang/protocol/browser'
import { instantAt, weekdayOf } from '../../../components/dates/local-dates.ts'
import { sortedTimes } from '../../../components/dates/time-text.ts'

/** A place in the calendar, as the wall shows it. */
export interface SlotPlace {
  date: LocalDate
  time: LocalTime
}

export interface SlotMove {
  from: SlotPlace
  to: SlotPlace
  timeZone: string
}

/** What a move does: the programme itself, and programmes that stand beside it from then on. */
export interface MovedProgramme {
  changed: ProgrammeDefinition
  added: ProgrammeDefinition[]
}

/** Which ways of moving there are for such a recurrence. `onlyOne`: there is nothing to ask. */
export type MoveChoice = 'onlyOne' | 'thisDay' | 'thisDayOrEvery'

/** What must be asked before a slot is moved. */
export function moveChoice(recurrence: Recurrence, { from, to }: SlotMove): MoveChoice {
  switch (recurrence.kind) {
    case 'once':
      return 'onlyOne'
    case 'dates':
      return recurrence.dates.length === 1 || from.time === to.time ? 'onlyOne' : 'thisDayOrEvery'
    // Every day of the week is taken: another day can only mean this one.
    case 'daily':
      return from.time === to.time ? 'thisDay' : 'thisDayOrEvery'
    case 'weekly':
      return 'thisDayOrEvery'
    case 'cron':
      return 'thisDay'
  }
}

/** The move of every sounding: the start time changes and, where weekdays or dates are named, the day. */
export function moveEvery(definition: ProgrammeDefinition, { from, to, timeZone }: SlotMove): MovedProgramme {
  const { recurrence } = definition
  const moved = (next: Recurrence): MovedProgramme => ({
    changed: { ...definition, recurrence: next },
    added: [],
  })
  switch (recurrence.kind) {
    case 'once':
      return moved({ kind: 'once', at: instantAt(to.date, to.time, timeZone) })
    case 'daily':
      return moved({ ...recurrence, startTimes: replaced(recurrence.startTimes, from.time, to.time) })
    case 'weekly':
      return moved({
        ...recurrence,
        startTimes: replaced(recurrence.startTimes, from.time, to.time),
        weekdays: [
          ...new Set(
            recurrence.weekdays.map((day) => (day === weekdayOf(from.date) ? weekdayOf(to.date) : day)),
          ),
        ].toSorted(),
      })
    case 'dates':
      return moved({
        ...recurrence,
        startTimes: replaced(recurrence.startTimes, from.time, to.time),
        dates: replaced(recurrence.dates, from.date, to.date),
      })
    case 'cron':
      throw new RangeError('a cron expression is changed in the form')
  }
}

/**
 * The move of one sounding. The day is taken out of the programme, and a programme of dates stands beside it with the
 * moved start and whatever else that day had (`dayTimes`, all its starts).
 */
export function moveThisDay(
  definition: ProgrammeDefinition,
  move: SlotMove & { dayTimes: readonly LocalTime[]; newId: () => string },
): MovedProgramme {
  const { from, to, dayTimes, newId } = move
  const { recurrence } = definition
  if (recurrence.kind === 'once') return moveEvery(definition, move)
  const beside = (date: LocalDate, startTimes: LocalTime[]) =>
    besideOf(definition, { programmeId: newId(), date, startTimes })
  if (recurrence.kind === 'dates') {
    const { dates, startTimes } = recurrence
    if (dates.length === 1 && (from.date === to.date || startTimes.length === 1))
      return moveEvery(definition, move)
    if (startTimes.length === 1 && from.time === to.time) return moveEvery(definition, move)
    if (dates.length === 1) {
      const left = { ...recurrence, startTimes: startTimes.filter((time) => time !== from.time) }
      return { changed: { ...definition, recurrence: left }, added: [beside(to.date, [to.time])] }
    }
  }
  const rest = dayTimes.filter((time) => time !== from.time)
  const added =
    from.date === to.date
      ? [beside(to.date, sortedTimes([...rest, to.time]))]
      : [beside(to.date, [to.time]), ...(rest.length > 0 ? [beside(from.date, sortedTimes(rest))] : [])]
  return { changed: withoutDay(definition, from.date), added }
}

function besideOf(
  definition: ProgrammeDefinition,
  { programmeId, date, startTimes }: { programmeId: string; date: LocalDate; startTimes: LocalTime[] },
): ProgrammeDefinition {
  return {
    ...definition,
    programmeId,
    validity: {},
    recurrence: { kind: 'dates', dates: [date], startTimes },
  }
}

/** The same programme without one day. */
function withoutDay(definition: ProgrammeDefinition, date: LocalDate): ProgrammeDefinition {
  const { recurrence, validity } = definition
  if (recurrence.kind === 'dates' && recurrence.dates.length > 1)
    return { ...definition, recurrence: { ...recurrence, dates: recurrence.dates.filter((d) => d !== date) } }
  const exceptions = [...new Set([...(validity.exceptions ?? []), date])].toSorted()
  return { ...definition, validity: { ...validity, exceptions } }
}

function replaced(texts: readonly string[], from: string, to: string): string[] {
  return [...new Set(texts.map((text) => (text === from ? to : text)))].toSorted()
}
