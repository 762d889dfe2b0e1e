import { type Static, Type } from 'typebox'
import { ReviewState } from '../bulletin.ts'
import { AreaId, ClusterId, Id, Instant, LocalDate } from '../ids.ts'
import { BroadcastId, OccurrenceId } from '../plan.ts'
import { Outcome, PlayoutReason } from '../playout.ts'
import { Priority } from '../priority.ts'
import { Programme, ProgrammeItem } from '../programme.ts'
import { shape } from '../shape.ts'
import { Version } from './lists.ts'

const { media: _media, validity: _validity, ...itemWithoutMedia } = ProgrammeItem.properties
const { playlist: _playlist, plannedAt: _plannedAt, ...programmeWithoutPlaylist } = Programme.properties

/** A programme as it is kept: its items name bulletins; the audio's hash joins when the plan is made. */
export const ProgrammeDefinition = shape({
  ...programmeWithoutPlaylist,
  playlist: Type.Array(shape({ ...itemWithoutMedia, bulletinId: Id }), { minItems: 1, maxItems: 200 }),
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

/** One sounding of a slot in a week's calendar. */
export const CalendarEntry = shape({
  programmeId: Id,
  broadcastId: BroadcastId,
  name: Type.String(),
  state: ReviewState,
  /** True: this is what the clusters play; false: what is being worked on and not yet approved. */
  isPlaying: Type.Boolean(),
  priority: Type.Union([Type.Literal('priority'), Type.Literal('routine')]),
  startAt: Instant,
  endAt: Instant,
  version: Version,
})
export type CalendarEntry = Static<typeof CalendarEntry>

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

/** One sound of the next hours of a cluster, computed by the function that the cluster itself uses. */
export const ForecastLine = shape({
  occurrenceId: OccurrenceId,
  broadcastId: BroadcastId,
  programmeId: Id,
  programmeName: Type.String(),
  title: Type.String(),
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
