import { type Static, Type } from 'typebox'
import { Emergency, EmergencyEvent, EmergencyInfo, LanguageTag } from '../broadcast/emergency.ts'
import { CapSeverity, CapStatus } from '../broadcast/priority.ts'
import { Evidence } from '../cluster/playout.ts'
import { AreaId, ClusterId, Id, Instant, TraceId } from '../ids.ts'
import { shape } from '../shape.ts'
import { BulletinAnswer } from './bulletins.ts'
import { PageOf } from './lists.ts'
import { Position } from './places.ts'

/** What is typed by hand in the rain: digits only. */
export const PIN_PATTERN = '^[0-9]{6,10}$'
export const Pin = Type.String({ pattern: PIN_PATTERN })
/** `PUT /api/v1/session/pin`: one’s own, with one’s password. */
export const PinChange = shape({ password: Type.String({ minLength: 1, maxLength: 200 }), pin: Pin })
export type PinChange = Static<typeof PinChange>

const Reason = Type.String({ minLength: 1, maxLength: 500 })
const PersonName = Type.String({ minLength: 1, maxLength: 100 })

/** Where it is to be heard; a polygon reaches every cluster whose position lies in it (first point = last not needed). */
export const EmergencyPlace = shape({
  areas: Type.Array(AreaId, { maxItems: 1_000 }),
  zones: Type.Array(Id, { maxItems: 200 }),
  clusters: Type.Array(ClusterId, { maxItems: 1_000 }),
  polygons: Type.Array(Type.Array(Position, { minItems: 3, maxItems: 200 }), { maxItems: 20 }),
})
export type EmergencyPlace = Static<typeof EmergencyPlace>

/** Now, then `soonTimes` more, `soonEveryS` apart, then every `thenEveryS` until it expires (null: no more). */
export const RepeatPlan = shape({
  soonTimes: Type.Integer({ minimum: 0, maximum: 10 }),
  soonEveryS: Type.Integer({ minimum: 30, maximum: 3_600 }),
  thenEveryS: Type.Union([Type.Integer({ minimum: 60, maximum: 86_400 }), Type.Null()]),
})
export type RepeatPlan = Static<typeof RepeatPlan>

const Warning = {
  event: EmergencyEvent,
  severity: CapSeverity,
  /** Spoken after the attention signal in place of the stored message; empty where the stored message says it all. */
  text: Type.String({ maxLength: 1_000 }),
  language: LanguageTag,
  repeatPlan: RepeatPlan,
  expiresAt: Instant,
}

/**
 * `POST /api/v1/emergencies`. `requestId` makes it idempotent: the same again gives the same emergency. Beyond what
 * `EmergencyScope` calls the own commune `typedAreaName` is asked for, and it waits for a second person, unless
 * `breakGlass` says why it cannot.
 */
export const NewEmergency = shape({
  requestId: Id,
  /** An Exercise can never become Actual. */
  status: Type.Exclude(CapStatus, Type.Literal('Test')),
  ...Warning,
  place: EmergencyPlace,
  /** Who ordered it, by name and office: “Nguyễn Văn A, Chủ tịch UBND xã”. */
  commander: PersonName,
  reason: Reason,
  pin: Pin,
  typedAreaName: Type.Optional(Type.String({ maxLength: 200 })),
  breakGlass: Type.Optional(shape({ reason: Reason })),
})
export type NewEmergency = Static<typeof NewEmergency>

/** `POST /api/v1/emergency-scopes`: what raising it there would take, before anybody holds the button. */
export const EmergencyScope = shape({
  clusterCount: Type.Integer(),
  /** The smallest area that holds all of it: what is typed when it is wide. */
  areaName: Type.String(),
  isWide: Type.Boolean(),
  /** Clusters that hold no message for this event yet. */
  withoutMessage: Type.Integer(),
})
export type EmergencyScope = Static<typeof EmergencyScope>
export const EmergencyScopeQuery = shape({ place: EmergencyPlace, event: EmergencyEvent })
export type EmergencyScopeQuery = Static<typeof EmergencyScopeQuery>

/** `POST /api/v1/emergencies/{emergencyId}/confirmations`: the second person. */
export const EmergencyConfirmation = shape({ pin: Pin })
export type EmergencyConfirmation = Static<typeof EmergencyConfirmation>
/** `POST …/updates`: a new edition, sounded at once. */
export const EmergencyUpdate = shape({ ...Warning, reason: Reason, pin: Pin, requestId: Id })
export type EmergencyUpdate = Static<typeof EmergencyUpdate>
/**
 * `POST …/end`. `allClear`: the danger is over, and it is said. `cancel`: silence, nothing is said. `correction`: it was
 * a mistake, and it is said so.
 */
export const EmergencyEnd = shape({
  how: Type.Enum(['allClear', 'cancel', 'correction']),
  reason: Type.String({ maxLength: 500 }),
  pin: Pin,
  requestId: Id,
})
export type EmergencyEnd = Static<typeof EmergencyEnd>

/** Of one targeted cluster. `waiting` becomes `notReached` after 15 s; whatever comes later still counts. */
export const EmergencyOutcome = Type.Enum(['waiting', 'heard', 'playedNotProven', 'refused', 'notReached'])
export type EmergencyOutcome = Static<typeof EmergencyOutcome>
export const EmergencyClusterLine = shape({
  clusterId: ClusterId,
  name: Type.String(),
  areaId: AreaId,
  position: Type.Union([Position, Type.Null()]),
  outcome: EmergencyOutcome,
  /** The refusal’s code, or why it was not heard; null where there is nothing to say. */
  reason: Type.Union([Type.String(), Type.Null()]),
  evidence: Type.Union([Evidence, Type.Null()]),
  /** When its first sample left the horn, of this edition. */
  heardAt: Type.Union([Instant, Type.Null()]),
  soundings: Type.Integer(),
  /** Sounds it right now. */
  isSounding: Type.Boolean(),
  /** Someone has looked at what was not heard there, and says what was done. */
  resolved: Type.Union([shape({ by: Type.String(), at: Instant, note: Type.String() }), Type.Null()]),
})
export type EmergencyClusterLine = Static<typeof EmergencyClusterLine>
/** `POST …/clusters/{clusterId}/resolution`. */
export const EmergencyResolution = shape({ note: Type.String({ minLength: 1, maxLength: 500 }) })
export type EmergencyResolution = Static<typeof EmergencyResolution>

/** What happened, in order; times to the tenth of a second on the page and in the export. */
export const EmergencyMoment = shape({
  at: Instant,
  kind: Type.Enum([
    'requested',
    'secondPersonAsked',
    'confirmed',
    'brokeGlass',
    'raised',
    'published',
    'notPublished',
    'speechReady',
    'speechFailed',
    'firstHeard',
    'heard',
    'refused',
    'notReached',
    'updated',
    'ended',
    'cancelled',
    'corrected',
    'expired',
    'resolved',
    'refusedToPerson',
  ]),
  by: Type.Union([Type.String(), Type.Null()]),
  clusterId: Type.Union([ClusterId, Type.Null()]),
  detail: Type.Record(Type.String(), Type.Unknown()),
})
export type EmergencyMoment = Static<typeof EmergencyMoment>

const Counts = shape({
  targeted: Type.Integer(),
  heard: Type.Integer(),
  playedNotProven: Type.Integer(),
  refused: Type.Integer(),
  notReached: Type.Integer(),
  waiting: Type.Integer(),
})

/** `awaiting`: a second person has not confirmed it yet; `lapsed`: nobody did in time. */
export const EmergencyState = Type.Enum(['awaiting', 'lapsed', 'active', 'ended', 'cancelled', 'expired'])
export type EmergencyState = Static<typeof EmergencyState>

/** A line of `GET /api/v1/emergencies`. */
export const EmergencyLine = shape({
  emergencyId: Id,
  state: EmergencyState,
  status: CapStatus,
  event: EmergencyEvent,
  severity: CapSeverity,
  edition: Type.Integer(),
  text: Type.String(),
  areaNames: Type.Array(Type.String()),
  raisedBy: Type.String(),
  commander: Type.String(),
  secondPerson: Type.Union([Type.String(), Type.Null()]),
  brokeGlass: Type.Boolean(),
  /** Who or what began it. */
  origin: Type.Enum(['person', 'button', 'cap']),
  requestedAt: Instant,
  sentAt: Type.Union([Instant, Type.Null()]),
  expiresAt: Instant,
  endedAt: Type.Union([Instant, Type.Null()]),
  counts: Counts,
})
export type EmergencyLine = Static<typeof EmergencyLine>
export const EmergencyPage = PageOf(EmergencyLine)
export const EmergencyQuery = shape({
  state: Type.Optional(Type.Enum(['open', 'all'])),
  after: Type.Optional(Type.String({ maxLength: 100 })),
})
export type EmergencyQuery = Static<typeof EmergencyQuery>

/** `GET /api/v1/emergencies/{emergencyId}`, and the answer to raising one. */
export const EmergencyAnswer = shape({
  ...EmergencyLine.properties,
  reason: Type.String(),
  language: LanguageTag,
  place: EmergencyPlace,
  repeatPlan: RepeatPlan,
  repeatsAfterS: Emergency.properties.repeatsAfterS,
  infos: Type.Array(EmergencyInfo),
  /** Areas whose clusters the broker has not been given it for: sending goes on until it expires. */
  unpublishedAreas: Type.Array(AreaId),
  speech: Type.Enum(['none', 'making', 'ready', 'failed']),
  clusters: Type.Array(EmergencyClusterLine),
  moments: Type.Array(EmergencyMoment),
  /** What the asker may do with it now. */
  may: shape({ end: Type.Boolean(), update: Type.Boolean(), confirm: Type.Boolean() }),
  traceId: Type.Union([TraceId, Type.Null()]),
})
export type EmergencyAnswer = Static<typeof EmergencyAnswer>

/** `GET …/score`, of an exercise that is over: which part heard it how soon. */
export const ExerciseScore = shape({
  targeted: Type.Integer(),
  heard: Type.Integer(),
  proven: Type.Integer(),
  /** From the request to the first sample out of the horn, over the clusters that sounded. */
  toSoundMs: Type.Union([shape({ p50: Type.Number(), p99: Type.Number(), max: Type.Number() }), Type.Null()]),
  accountedMs: Type.Union([Type.Number(), Type.Null()]),
  /** 0-100: heard with proof counts whole, without proof half. */
  points: Type.Integer(),
})
export type ExerciseScore = Static<typeof ExerciseScore>

/** `GET /api/v1/emergency-messages?areaId=`: what is said beforehand for each event, and who recorded it. */
export const EmergencyMessage = shape({
  role: Type.Enum(['signal', 'message', 'exerciseBegin', 'exerciseEnd', 'allClear', 'correction']),
  event: Type.Union([EmergencyEvent, Type.Null()]),
  language: Type.Union([LanguageTag, Type.Null()]),
  words: Type.String(),
  sha256: Type.String(),
  durationMs: Type.Number(),
  /** An approved bulletin in place of the voice that comes with the program; null where it is that voice. */
  bulletin: Type.Union([Type.Pick(BulletinAnswer, ['bulletinId', 'title']), Type.Null()]),
})
export type EmergencyMessage = Static<typeof EmergencyMessage>
export const EmergencyMessages = shape({
  messages: Type.Array(EmergencyMessage),
  /** False while the program still makes them, just after its first start. */
  isReady: Type.Boolean(),
})
export type EmergencyMessages = Static<typeof EmergencyMessages>
/** `PUT /api/v1/emergency-messages`: an approved bulletin says it in this area and below; null takes the voice again. */
export const EmergencyMessageChange = shape({
  areaId: Type.Union([AreaId, Type.Null()]),
  event: EmergencyEvent,
  language: LanguageTag,
  bulletinId: Type.Union([Id, Type.Null()]),
})
export type EmergencyMessageChange = Static<typeof EmergencyMessageChange>
