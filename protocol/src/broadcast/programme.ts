import { type Static, Type } from 'typebox'
import { Id, Instant, LocalDate, LocalTime, Weekday } from '../ids.ts'
import { shape } from '../shape.ts'
import { Media } from './bulletin.ts'
import { Resumption } from './priority.ts'

/** A part of the year, both ends included; it may run over New Year (`11-01` to `03-31`). */
export const Season = shape({
  from: Type.String({ pattern: '^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$' }),
  until: Type.String({ pattern: '^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$' }),
})
export type Season = Static<typeof Season>

/**
 * When a time slot begins (R11). `once` is an instant ("phát ngay"); `cron` has five or six fields in the area's zone,
 * where day of month AND weekday must both match, as `node-cron` reads them.
 */
export const Recurrence = Type.Union([
  shape({ kind: Type.Literal('once'), at: Instant }),
  shape({
    kind: Type.Literal('dates'),
    dates: Type.Array(LocalDate, { minItems: 1, maxItems: 366 }),
    startTimes: Type.Array(LocalTime, { minItems: 1, maxItems: 48 }),
  }),
  shape({
    kind: Type.Literal('daily'),
    startTimes: Type.Array(LocalTime, { minItems: 1, maxItems: 48 }),
  }),
  shape({
    kind: Type.Literal('weekly'),
    weekdays: Type.Array(Weekday, { minItems: 1, maxItems: 7 }),
    startTimes: Type.Array(LocalTime, { minItems: 1, maxItems: 48 }),
  }),
  shape({ kind: Type.Literal('cron'), expression: Type.String({ minLength: 9, maxLength: 200 }) }),
])
export type Recurrence = Static<typeof Recurrence>

/** The days on which a recurrence counts: a validity range, days left out, a season. Local dates, ends included. */
export const Validity = shape({
  from: Type.Optional(LocalDate),
  until: Type.Optional(LocalDate),
  exceptions: Type.Optional(Type.Array(LocalDate, { maxItems: 366 })),
  season: Type.Optional(Season),
})
export type Validity = Static<typeof Validity>

/** One line of a slot's ordered playlist: a recording, said `repeats` times with `gapMs` of silence after each. */
export const ProgrammeItem = shape({
  itemId: Id,
  title: Type.String({ maxLength: 200 }),
  media: Media,
  /** The local dates, ends included, on which it is said; a slot of another day passes it over. */
  validity: Type.Optional(shape({ from: Type.Optional(LocalDate), until: Type.Optional(LocalDate) })),
  repeats: Type.Integer({ minimum: 1, maximum: 50 }),
  gapMs: Type.Integer({ minimum: 0, maximum: 600_000 }),
})
export type ProgrammeItem = Static<typeof ProgrammeItem>

/**
 * A start as the wall shows it, which names one sounding of a slot: `2026-02-17T05:30`, seconds only where not zero. Of
 * kind `once` it is `once`, and `once-2` and so on where that was moved after it had begun.
 */
const SlotLabel = Type.String({
  pattern: '^(?:once(?:-[0-9]{1,6})?|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{5,8})$',
})
export type SlotLabel = Static<typeof SlotLabel>

/** A time slot (khung giờ) with its playlist, as a cluster is told of it. Only approved ones are ever told. */
export const Programme = shape({
  programmeId: Id,
  name: Type.String({ minLength: 1, maxLength: 200 }),
  priority: Type.Union([Type.Literal('priority'), Type.Literal('routine')]),
  recurrence: Recurrence,
  validity: Validity,
  /** When this version of it was laid: slots that began before it do not exist (`once` always does). */
  plannedAt: Type.Optional(Instant),
  /** But these do: they were under way in the version before, and go on in this one. */
  slotsUnderWay: Type.Optional(Type.Array(SlotLabel, { maxItems: 100 })),
  /** The name of its one start where that is not `once`. */
  onceLabel: Type.Optional(SlotLabel),
  playlist: Type.Array(ProgrammeItem, { minItems: 1, maxItems: 200 }),
  /** An item whose start would lie more than this behind its `dueAt` does not start (`tooLate`). */
  latenessMsMax: Type.Integer({ minimum: 0, maximum: 12 * 3_600_000 }),
  onInterrupted: Resumption,
  /** True: an item that would run into quiet hours starts and is cut there. False: it does not start. */
  mayBeCut: Type.Boolean(),
  /** In place of the cluster's own volume of that time of day; never above its hard cap. */
  volumePercent: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
})
export type Programme = Static<typeof Programme>
