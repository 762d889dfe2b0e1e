import { type Static, Type } from 'typebox'
import { ReviewState } from '../broadcast/bulletin.ts'
import { BroadcastId, OccurrenceId } from '../broadcast/plan.ts'
import { Priority } from '../broadcast/priority.ts'
import { Programme, ProgrammeItemDraft } from '../broadcast/programme.ts'
import { Outcome, PlayoutReason } from '../cluster/playout.ts'
import { AreaId, ClusterId, Id, Instant, LocalDate } from '../ids.ts'
import { shape } from '../shape.ts'
import { PageOf, Version, WholeNumberText } from './lists.ts'

const {
  playlist: _playlist,
  plannedAt: _plannedAt,
  slotsUnderWay: _slotsUnderWay,
  onceLabel: _onceLabel,
  ...programmeWithoutPlaylist
} = Programme.properties

/** A programme as it is kept: its items name bulletins; the audio's hash joins when the plan is made. */
export const ProgrammeDefinition = shape({
  ...programmeWithoutPlaylist,
  playlist: Type.Array(ProgrammeItemDraft, { minItems: 1, maxItems: 200 }),
})
export type ProgrammeDefinition = Static<typeof ProgrammeDefinition>

/** Whom a programme reaches: everything in the areas, every cluster of the zones, and clusters by name. */
export const ProgrammeTargets = shape({
  areas: Type.Array(AreaId, { maxItems: 1_000 }),
  zones: Type.Array(Id, { maxItems: 1_000 }),
  clusters: Type.Array(ClusterId, { maxItems: 1_000 }),
})
export type ProgrammeTargets = Static<typeof ProgrammeTargets>

/** `POST /api/v1/programmes` and, with If-Match, `PUT /api/v1/programmes/{programmeId}`. */
export const ProgrammeBody = shape({ definition: ProgrammeDefinition, targets: ProgrammeTargets })
export type ProgrammeBody = Static<typeof ProgrammeBody>

/** A sentence for people, in both languages; `code` tells machines apart what it is about. */
export const Sentence = shape({ code: Type.String(), vi: Type.String(), en: Type.String() })
export type Sentence = Static<typeof Sentence>

/**
 * A programme with what is being worked on (`definition`, `targets`, `state`) and, beside it, what the clusters play
 * until the new one is approved.
 */
export const ProgrammeAnswer = shape({
  programmeId: Id,
  definition: ProgrammeDefinition,
  targets: ProgrammeTargets,
  state: ReviewState,
  producedBy: Type.String(),
  submittedBy: Type.Union([Type.String(), Type.Null()]),
  approvedBy: Type.Union([Type.String(), Type.Null()]),
  approvedAt: Type.Union([Instant, Type.Null()]),
  isOnePerson: Type.Boolean(),
  note: Type.Union([Type.String(), Type.Null()]),
  /** What sounds now, where that is another than what is being worked on; null = nothing was ever approved. */
  playing: Type.Union([shape({ definition: ProgrammeDefinition, targets: ProgrammeTargets }), Type.Null()]),
  createdAt: Instant,
  changedAt: Instant,
  changedBy: Type.String(),
  version: Version,
})
export type ProgrammeAnswer = Static<typeof ProgrammeAnswer>

/** `GET /api/v1/programmes`: what concerns an area (all that the asker may see where none is named), by name. */
export const ProgrammeQuery = shape({
  areaId: Type.Optional(AreaId),
  state: Type.Optional(ReviewState),
  /** Part of the name, with or without its marks. */
  text: Type.Optional(Type.String({ maxLength: 100 })),
  after: Type.Optional(Type.String({ maxLength: 100 })),
  count: Type.Optional(WholeNumberText),
})
export type ProgrammeQuery = Static<typeof ProgrammeQuery>
export const ProgrammePage = PageOf(ProgrammeAnswer)

/** `?review=approve`: approved at once, by one person; for local administration only. */
export const ProgrammePutQuery = shape({ review: Type.Optional(Type.Literal('approve')) })

/** `GET /api/v1/calendar`: both ends included, at most `CALENDAR_DAYS_MAX` days. */
export const CalendarQuery = shape({ areaId: AreaId, from: LocalDate, until: LocalDate })
export type CalendarQuery = Static<typeof CalendarQuery>
export const CALENDAR_DAYS_MAX = 42

/** One sounding of a slot in a week's calendar. */
export const CalendarEntry = shape({
  programmeId: Id,
  broadcastId: BroadcastId,
  name: Type.String(),
  state: ReviewState,
  /** True: this is what the clusters play; false: what is being worked on and not yet approved. */
  isPlaying: Type.Boolean(),
  priority: Type.Union([Type.Literal('priority'), Type.Literal('routine')]),
  /** Another station is heard in it. */
  hasRelay: Type.Boolean(),
  startAt: Instant,
  endAt: Instant,
  version: Version,
})
export type CalendarEntry = Static<typeof CalendarEntry>

export const CALENDAR_ENTRIES_MAX = 5_000
export const CalendarAnswer = shape({
  /** The zone that the dates of the question are read in: the area's own. */
  timeZone: Type.String(),
  /** By start; the earliest `CALENDAR_ENTRIES_MAX`. */
  entries: Type.Array(CalendarEntry),
  /** True where there are more. */
  isCut: Type.Boolean(),
})
export type CalendarAnswer = Static<typeof CalendarAnswer>

/** `POST /api/v1/programme-checks`: what a draft would mean, before it is saved. */
export const ProgrammeCheckAnswer = shape({
  /** Conflicts, quiet hours, limits, as sentences; at most 50. */
  conflicts: Type.Array(Sentence),
  /** The next five starts. */
  nextStarts: Type.Array(Instant),
  lengthMs: Type.Number(),
  clusterCount: Type.Integer(),
})
export type ProgrammeCheckAnswer = Static<typeof ProgrammeCheckAnswer>

/** `POST /api/v1/day-copies`: every slot of one day in the calendar of an area, as drafts on other days. */
export const DayCopyOrder = shape({
  areaId: AreaId,
  from: LocalDate,
  to: Type.Array(LocalDate, { minItems: 1, maxItems: 31 }),
})
export type DayCopyOrder = Static<typeof DayCopyOrder>
export const DayCopyAnswer = shape({ programmes: Type.Array(ProgrammeAnswer) })
export type DayCopyAnswer = Static<typeof DayCopyAnswer>

/** `GET /api/v1/clusters/{clusterId}/forecast?hours=24`; the same by POST with a `ProgrammeBody`: as if it were approved now. */
export const ForecastQuery = shape({ hours: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$' })) })
export type ForecastQuery = Static<typeof ForecastQuery>
export const FORECAST_HOURS_MAX = 7 * 24

/** One sound of the next hours of a cluster, computed by the function that the cluster itself uses. */
export const ForecastLine = shape({
  occurrenceId: OccurrenceId,
  broadcastId: BroadcastId,
  programmeId: Id,
  programmeName: Type.String(),
  title: Type.String(),
  /** Another station, and no recording. */
  isRelay: Type.Boolean(),
  priority: Priority,
  dueAt: Instant,
  startAt: Type.Union([Instant, Type.Null()]),
  endAt: Type.Union([Instant, Type.Null()]),
  outcome: Outcome,
  reason: Type.Union([PlayoutReason, Type.Null()]),
})
export type ForecastLine = Static<typeof ForecastLine>
export const ForecastAnswer = shape({ from: Instant, until: Instant, lines: Type.Array(ForecastLine) })
export type ForecastAnswer = Static<typeof ForecastAnswer>
