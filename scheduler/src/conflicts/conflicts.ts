import {
  type ClusterConfig,
  itemLengthMs,
  type Plan,
  type Programme,
  type QuietHours,
} from '@tieng-lang/protocol/browser'
import { localDateAt } from '../calendar/civil-text.ts'
import { localDayOf } from '../calendar/civil-time.ts'
import { readCron } from '../calendar/cron-days.ts'
import { listSlots } from '../calendar/recurrence.ts'
import { listOccurrences, type Occurrence, slotLengthMs } from '../occurrences.ts'
import { quietSpanAt } from '../quiet-hours.ts'

/**
 * What a planner should know before saving, as data. `at` is the first time it happens in the span, `count` how often.
 * `runsIntoQuietHours`: `isCut` tells whether the item is cut there or does not start.
 */
export type Conflict =
  | {
      kind: 'overlap'
      programmes: readonly [Programme, Programme]
      at: number
      overlapMs: number
      count: number
    }
  | {
      kind: 'runsIntoQuietHours'
      programme: Programme
      at: number
      quietFrom: number
      isCut: boolean
      count: number
    }
  | { kind: 'sessionTooLong'; programme: Programme; lengthMs: number; maxMs: number }
  | { kind: 'tooManySessions'; date: string; count: number; max: number }
  | { kind: 'overMidnight'; programme: Programme; at: number; endsAt: number; count: number }
  | { kind: 'neverOccurs'; programme: Programme; isExpressionRefused: boolean }
  /** A day on which no item of the playlist is valid. */
  | { kind: 'nothingToSay'; programme: Programme; date: string; count: number }

export interface ConflictSpan {
  readonly from: number
  readonly until: number
  /** Only what this programme has a part in; everything when absent. */
  readonly about?: string
}

/** One sounding of a slot, from its start to the end of its last sound. */
interface Sitting {
  readonly programme: Programme
  readonly date: string
  readonly from: number
  readonly until: number
}

/** More kinds of overlap than this are not listed. */
const OVERLAPS_MAX = 1_000

/**
 * Everything in which the programmes of one cluster stand in each other's way, or in that of the cluster's limits.
 * `config` is read for its zone and its quiet hours only.
 */
export function findConflicts(
  plan: Plan,
  config: Pick<ClusterConfig, 'timeZone' | 'quietHours'>,
  span: ConflictSpan,
): Conflict[] {
  const { timeZone, quietHours } = config
  const isMeant = ({ programmeId }: Programme) => span.about === undefined || span.about === programmeId
  const window = { timeZone, from: span.from, until: span.until }
  const perProgramme = plan.programmes.map((programme) => {
    const slots = listSlots(programme, window)
    const lengthOn = lengthsOf(programme)
    const sittings = slots.map(({ at, date }) => ({ programme, date, from: at, until: at + lengthOn(date) }))
    const lengthMs = Math.max(0, ...sittings.map(({ from, until }) => until - from))
    return { programme, sittings, lengthMs }
  })
  const sittings = perProgramme
    .flatMap((each) => each.sittings.filter(({ from, until }) => until > from))
    .sort((a, b) => a.from - b.from)
  const meant = perProgramme.filter(({ programme }) => isMeant(programme))
  const meantPlan = { ...plan, programmes: meant.map(({ programme }) => programme) }
  return [
    ...meant.flatMap(({ programme, sittings: own }) => neverOccurs(programme, own)),
    ...meant.flatMap(({ programme, sittings: own }) => nothingToSay(programme, own)),
    ...meant.flatMap(({ programme, lengthMs }) => sessionTooLong(programme, quietHours, lengthMs)),
    ...overlaps(sittings, isMeant),
    ...quietConflicts(listOccurrences(meantPlan, window), config),
    ...meant.flatMap(({ programme, sittings: own }) => overMidnight(programme, own, timeZone)),
    ...tooManySessions(sittings, config, isMeant),
  ]
}

function neverOccurs(programme: Programme, sittings: readonly Sitting[]): Conflict[] {
  if (sittings.length > 0) return []
  const { recurrence } = programme
  const isExpressionRefused = recurrence.kind === 'cron' && readCron(recurrence.expression) === null
  return [{ kind: 'neverOccurs', programme, isExpressionRefused }]
}

/** Each date is reckoned once, and without validities only one. */
function lengthsOf(programme: Programme): (date: string) => number {
  const isAlwaysTheSame = programme.playlist.every(({ validity }) => validity === undefined)
  const known = new Map<string, number>()
  return (date) => {
    const key = isAlwaysTheSame ? '' : date
    const lengthMs = known.get(key) ?? slotLengthMs(programme, date)
    known.set(key, lengthMs)
    return lengthMs
  }
}

function nothingToSay(programme: Programme, sittings: readonly Sitting[]): Conflict[] {
  const empty = sittings.filter(({ from, until }) => until === from)
  return empty[0] ? [{ kind: 'nothingToSay', programme, date: empty[0].date, count: empty.length }] : []
}

function sessionTooLong(
  programme: Programme,
  { sessionMinutesMax }: QuietHours,
  lengthMs: number,
): Conflict[] {
  if (sessionMinutesMax === undefined || lengthMs <= sessionMinutesMax * 60_000) return []
  return [{ kind: 'sessionTooLong', programme, lengthMs, maxMs: sessionMinutesMax * 60_000 }]
}

/** Sweeps over the sittings in order of start; a pair of programmes is told once, with how often it meets. */
function overlaps(sittings: readonly Sitting[], isMeant: (programme: Programme) => boolean): Conflict[] {
  const found = new Map<string, Extract<Conflict, { kind: 'overlap' }>>()
  let open: Sitting[] = []
  for (const sitting of sittings) {
    open = open.filter(({ until }) => until > sitting.from)
    for (const other of open) {
      const programmes = [other.programme, sitting.programme] as const
      if (!programmes.some(isMeant)) continue
      const key = programmes
        .map(({ programmeId }) => programmeId)
        .sort()
        .join(' ')
      const overlapMs = Math.min(other.until, sitting.until) - sitting.from
      const known = found.get(key)
      if (known) known.count++
      else if (found.size < OVERLAPS_MAX) {
        found.set(key, { kind: 'overlap', programmes, at: sitting.from, overlapMs, count: 1 })
      }
    }
    open.push(sitting)
  }
  return [...found.values()]
}

function quietConflicts(
  occurrences: readonly Occurrence[],
  { quietHours, timeZone }: Pick<ClusterConfig, 'timeZone' | 'quietHours'>,
): Conflict[] {
  const found = new Map<string, Extract<Conflict, { kind: 'runsIntoQuietHours' }>>()
  for (const { programme, item, dueAt } of occurrences) {
    const quiet = quietSpanAt(quietHours, dueAt, timeZone)
    if (!quiet || quiet.beginsAt >= dueAt + itemLengthMs(item)) continue
    const known = found.get(programme.programmeId)
    if (known) {
      known.count++
      continue
    }
    const isCut = programme.mayBeCut && quiet.beginsAt > dueAt
    const quietFrom = quiet.beginsAt
    found.set(programme.programmeId, {
      kind: 'runsIntoQuietHours',
      programme,
      at: dueAt,
      quietFrom,
      isCut,
      count: 1,
    })
  }
  return [...found.values()]
}

function overMidnight(programme: Programme, sittings: readonly Sitting[], timeZone: string): Conflict[] {
  const over = sittings.filter(
    ({ from, until }) => until > from && localDayOf(from, timeZone) !== localDayOf(until - 1, timeZone),
  )
  const [first] = over
  if (!first) return []
  return [{ kind: 'overMidnight', programme, at: first.from, endsAt: first.until, count: over.length }]
}

function tooManySessions(
  sittings: readonly Sitting[],
  { quietHours, timeZone }: Pick<ClusterConfig, 'timeZone' | 'quietHours'>,
  isMeant: (programme: Programme) => boolean,
): Conflict[] {
  const { sessionsPerDayMax } = quietHours
  if (sessionsPerDayMax === undefined) return []
  const days = new Map<string, { count: number; isMeant: boolean }>()
  for (const { from, programme } of sittings) {
    const date = localDateAt(from, timeZone)
    const day = days.get(date) ?? { count: 0, isMeant: false }
    days.set(date, { count: day.count + 1, isMeant: day.isMeant || isMeant(programme) })
  }
  const [first] = [...days].filter(([, day]) => day.isMeant && day.count > sessionsPerDayMax)
  return first
    ? [{ kind: 'tooManySessions', date: first[0], count: first[1].count, max: sessionsPerDayMax }]
    : []
}
