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

/** What an FM tuner of a board can be tuned to, in kHz: the broadcast band, in the steps of its register. */
export const TUNER_KHZ_MIN = 87_500
export const TUNER_KHZ_MAX = 108_000
export const TUNER_STEP_KHZ = 10
export const TunerFrequencyKhz = Type.Integer({
  minimum: TUNER_KHZ_MIN,
  maximum: TUNER_KHZ_MAX,
  multipleOf: TUNER_STEP_KHZ,
})
export type TunerFrequencyKhz = Static<typeof TunerFrequencyKhz>

/** The longest relay that is planned in one item, in milliseconds (four hours). */
export const RELAY_MS_MAX = 4 * 3_600_000

/** What every line of a playlist has: it is said `repeats` times with `gapMs` of silence after each. */
const itemFields = {
  itemId: Id,
  title: Type.String({ maxLength: 200 }),
  /** The local dates, ends included, on which it is said; a slot of another day passes it over. */
  validity: Type.Optional(shape({ from: Type.Optional(LocalDate), until: Type.Optional(LocalDate) })),
  repeats: Type.Integer({ minimum: 1, maximum: 50 }),
  gapMs: Type.Integer({ minimum: 0, maximum: 600_000 }),
}

/** A line that is a recording. */
export const RecordingItem = shape({ ...itemFields, media: Media })
export type RecordingItem = Static<typeof RecordingItem>

/** How long a relay lasts at most: so long it is planned. */
const RelayMs = Type.Integer({ minimum: 1_000, maximum: RELAY_MS_MAX })

/**
 * A line that is another station, as a cluster is told of it: what it sounds is the live session of its occurrence, or
 * with `tuner` what its own board receives there. `fallback` is said while there is none; null is silence then. From
 * which address a session comes only the server knows.
 */
export const RelayItem = shape({
  ...itemFields,
  relay: shape({
    durationMsMax: RelayMs,
    fallback: Type.Union([Media, Type.Null()]),
    /** Unknown to older agents: these say the fallback. */
    tuner: Type.Optional(shape({ frequencyKhz: TunerFrequencyKhz })),
  }),
})
export type RelayItem = Static<typeof RelayItem>

/** One line of a slot's ordered playlist, a relay where it has `relay`. */
export const ProgrammeItem = Type.Union([RecordingItem, RelayItem])
export type ProgrammeItem = Static<typeof ProgrammeItem>

/** How long one play of an item is planned to last, in milliseconds; a relay may end before. */
export function itemLengthMs(item: ProgrammeItem): number {
  return 'relay' in item ? item.relay.durationMsMax : item.media.durationMs
}

/** The recording that a cluster holds for an item; of a relay what is said in its place, null where nothing is. */
export function itemMedia(item: ProgrammeItem): Media | null {
  return 'relay' in item ? item.relay.fallback : item.media
}

/** Where a relay comes from: a stream of the Internet, or the FM tuner of a board. */
export const RelaySource = Type.Union([
  shape({
    kind: Type.Literal('stream'),
    url: Type.String({ minLength: 8, maxLength: 2_000, pattern: '^https?://[^\\s]+$' }),
  }),
  shape({ kind: Type.Literal('tuner'), frequencyKhz: TunerFrequencyKhz }),
])
export type RelaySource = Static<typeof RelaySource>

const { validity: _validity, ...draftFields } = itemFields

/** A line as it is kept and edited: it names a bulletin, and its audio joins when the plan is made. */
export const RecordingItemDraft = shape({ ...draftFields, bulletinId: Id })
export type RecordingItemDraft = Static<typeof RecordingItemDraft>

/** A relay as it is kept and edited: with where it comes from, and the bulletin that is said in its place. */
export const RelayItemDraft = shape({
  ...draftFields,
  relay: shape({
    source: RelaySource,
    durationMsMax: RelayMs,
    fallbackBulletinId: Type.Union([Id, Type.Null()]),
  }),
})
export type RelayItemDraft = Static<typeof RelayItemDraft>

/** One line of a playlist as it is kept and edited, a relay where it has `relay`. */
export const ProgrammeItemDraft = Type.Union([RecordingItemDraft, RelayItemDraft])
export type ProgrammeItemDraft = Static<typeof ProgrammeItemDraft>

/** The bulletin that an item names; of a relay the one that is said in its place, null where nothing is. */
export function itemBulletinId(item: ProgrammeItemDraft): Id | null {
  return 'relay' in item ? item.relay.fallbackBulletinId : item.bulletinId
}

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
