import { type Static, Type } from 'typebox'
import { StreamAddress } from '../broadcast/live-session.ts'
import { BroadcastId, OccurrenceId } from '../broadcast/plan.ts'
import { PlainCommandBody } from '../cluster/commands.ts'
import { ClockState, Health, StorageState } from '../cluster/health.ts'
import { Evidence, Outcome, PlayoutReason } from '../cluster/playout.ts'
import { AreaId, ClusterId, Id, Instant, LocalDate } from '../ids.ts'
import { shape } from '../shape.ts'
import { IntakeAnswer } from './bulletins.ts'
import { EmergencyLine } from './emergencies.ts'
import { PageOf } from './lists.ts'
import { LiveSessionLine } from './live.ts'

const Revision = Type.Union([Type.Integer({ minimum: 0 }), Type.Null()])

/** One line of the playout log. */
export const PlayoutLineAnswer = shape({
  clusterId: ClusterId,
  occurrenceId: OccurrenceId,
  broadcastId: BroadcastId,
  title: Type.String(),
  programmeName: Type.String(),
  /** Another station, and no recording. */
  isRelay: Type.Boolean(),
  outcome: Outcome,
  reason: Type.Union([PlayoutReason, Type.Null()]),
  evidence: Evidence,
  dueAt: Instant,
  startedAt: Type.Union([Instant, Type.Null()]),
  endedAt: Type.Union([Instant, Type.Null()]),
  askedMs: Type.Number(),
  heardMs: Type.Number(),
})
export type PlayoutLineAnswer = Static<typeof PlayoutLineAnswer>

/** One cluster as it stands: what it should hold, what it says it holds, what sounds. */
export const ClusterState = shape({
  clusterId: ClusterId,
  areaId: AreaId,
  name: Type.String(),
  isEnrolled: Type.Boolean(),
  isConnected: Type.Boolean(),
  /** When anything last came from it. */
  lastHeardOfAt: Type.Union([Instant, Type.Null()]),
  planRevision: shape({ wanted: Revision, held: Revision }),
  configRevision: shape({ wanted: Revision, held: Revision }),
  media: Type.Union([shape({ wanted: Type.Integer(), held: Type.Integer() }), Type.Null()]),
  clockState: Type.Union([ClockState, Type.Null()]),
  /** Null where it has not said. */
  storage: Type.Union([StorageState, Type.Null()]),
  volumePercent: Type.Union([Type.Integer(), Type.Null()]),
  /** Someone has said pause there. */
  isPaused: Type.Boolean(),
  /** With the title that people know it by. */
  playing: Type.Union([
    shape({
      occurrenceId: OccurrenceId,
      broadcastId: BroadcastId,
      title: Type.String(),
      programmeName: Type.String(),
      isRelay: Type.Boolean(),
      startedAt: Instant,
      endsAt: Type.Union([Instant, Type.Null()]),
      evidence: Type.Union([Evidence, Type.Null()]),
    }),
    Type.Null(),
  ]),
  next: Type.Union([
    shape({
      occurrenceId: OccurrenceId,
      title: Type.String(),
      programmeName: Type.String(),
      isRelay: Type.Boolean(),
      dueAt: Instant,
    }),
    Type.Null(),
  ]),
  lastPlayout: Type.Union([PlayoutLineAnswer, Type.Null()]),
  /** Records that never came. */
  gapCount: Type.Integer(),
})
export type ClusterState = Static<typeof ClusterState>

/** `GET /api/v1/overview?areaId=`: every cluster that the asker may see, with live updates to follow. */
export const OverviewAnswer = shape({
  at: Instant,
  isBrokerConnected: Type.Boolean(),
  /** Of the server itself. */
  storage: StorageState,
  clusters: Type.Array(ClusterState),
})
export type OverviewAnswer = Static<typeof OverviewAnswer>

/** Records that the device no longer has, by their numbers, both included; some may have come late after all. */
export const PlayoutGapAnswer = shape({
  fromSequence: Type.Integer({ minimum: 1 }),
  toSequence: Type.Integer({ minimum: 1 }),
  missingCount: Type.Integer({ minimum: 1 }),
  noticedAt: Instant,
})
export type PlayoutGapAnswer = Static<typeof PlayoutGapAnswer>

/** `GET /api/v1/clusters/{clusterId}/state`: the same with what it measures, and which records are missing. */
export const ClusterStateAnswer = shape({
  ...ClusterState.properties,
  /** The latest noticed first, at most 100. */
  gaps: Type.Array(PlayoutGapAnswer),
  health: Type.Union([Health, Type.Null()]),
})
export type ClusterStateAnswer = Static<typeof ClusterStateAnswer>

/** `GET /api/v1/status`: all of it at once, for the administration of the machine. */
export const StatusAnswer = shape({
  ...OverviewAnswer.properties,
  /** Where clusters find us; `senders` are those of live sound. */
  addresses: shape({
    httpUrls: Type.Array(Type.String()),
    mqttUrls: Type.Array(Type.String()),
    senders: Type.Array(StreamAddress),
  }),
  areas: Type.Array(
    shape({
      areaId: AreaId,
      parentId: Type.Union([AreaId, Type.Null()]),
      code: Type.Union([Type.String(), Type.Null()]),
      name: Type.String(),
    }),
  ),
  /** What was refused, by source and code. */
  refusals: Type.Array(
    shape({
      /** A cluster's id, or `-` where none can be named. */
      source: Type.String(),
      code: Type.String(),
      count: Type.Integer(),
      lastDetail: Type.String(),
      lastAt: Instant,
    }),
  ),
})
export type StatusAnswer = Static<typeof StatusAnswer>

/** `GET /api/v1/playouts`: the log of an area or a cluster, of one day or (without `date`) of all, newest first. */
export const PlayoutQuery = shape({
  areaId: Type.Optional(AreaId),
  clusterId: Type.Optional(ClusterId),
  date: Type.Optional(LocalDate),
  outcome: Type.Optional(Outcome),
  after: Type.Optional(Type.String({ maxLength: 500 })),
  count: Type.Optional(Type.String({ pattern: '^[0-9]{1,4}$' })),
})
export type PlayoutQuery = Static<typeof PlayoutQuery>
export const PlayoutPage = PageOf(PlayoutLineAnswer)

/** `GET /api/v1/playout-days?areaId=&from=&until=`: what was planned and what was heard, a line a cluster and day; `playouts.csv` asks alike. */
export const PlayoutDayQuery = shape({
  areaId: Type.Optional(AreaId),
  clusterId: Type.Optional(ClusterId),
  from: LocalDate,
  until: LocalDate,
})
export type PlayoutDayQuery = Static<typeof PlayoutDayQuery>
export const PlayoutDay = shape({
  clusterId: ClusterId,
  date: LocalDate,
  plannedCount: Type.Integer(),
  heardCount: Type.Integer(),
  partlyHeardCount: Type.Integer(),
  notHeardCount: Type.Integer(),
  askedMs: Type.Number(),
  heardMs: Type.Number(),
  /** Why not: how often each reason was given. */
  reasons: Type.Partial(Type.Record(PlayoutReason, Type.Integer())),
})
export type PlayoutDay = Static<typeof PlayoutDay>

/** Where an order goes: a cluster, a zone, or an area with all below it. */
export const Place = Type.Union([
  shape({ clusterId: ClusterId }),
  shape({ zoneId: Id }),
  shape({ areaId: AreaId }),
])
export type Place = Static<typeof Place>

/** `POST /api/v1/commands`. `requestId` is chosen by the asker, so that answers can be followed on the updates socket. */
export const CommandOrder = shape({ place: Place, body: PlainCommandBody, requestId: Id })
export type CommandOrder = Static<typeof CommandOrder>
/** `POST /api/v1/stops`; `broadcastId: null` stops whatever sounds or waits there now. */
export const StopOrder = shape({
  place: Place,
  broadcastId: Type.Union([BroadcastId, Type.Null()]),
  requestId: Id,
})
export type StopOrder = Static<typeof StopOrder>

export const CommandAnswerLine = shape({
  clusterId: ClusterId,
  outcome: Type.Union([
    Type.Literal('acknowledged'),
    Type.Literal('refused'),
    Type.Literal('unanswered'),
    Type.Literal('notSent'),
  ]),
  /** The refusal's code, or why it could not be sent. */
  detail: Type.Union([Type.String(), Type.Null()]),
  afterMs: Type.Number(),
})
export type CommandAnswerLine = Static<typeof CommandAnswerLine>
/** The answer when all have answered or the wait is over. */
export const OrderAnswer = shape({ requestId: Id, lines: Type.Array(CommandAnswerLine) })
export type OrderAnswer = Static<typeof OrderAnswer>

/** `POST /api/v1/times`: for technicians; the cluster has asked with a nonce before. */
export const TimeOrder = shape({ clusterId: ClusterId })
export const TimeAnswer = shape({ lines: Type.Array(CommandAnswerLine) })
export type TimeAnswer = Static<typeof TimeAnswer>

/** What changed, so that a page asks anew; each tells only that, never content. */
const CHANGED_THINGS = [
  'areas',
  'zones',
  'clusters',
  'bulletins',
  'programmes',
  'playouts',
  'operators',
  'emergencies',
  'liveSessions',
] as const
export const ChangedThing = Type.Enum([...CHANGED_THINGS])
export type ChangedThing = (typeof CHANGED_THINGS)[number]

/** Down the WebSocket `/api/v1/updates`, one JSON object a message; up goes nothing. */
export const Update = Type.Union([
  shape({ kind: Type.Literal('hello'), at: Instant }),
  shape({ kind: Type.Literal('cluster'), state: ClusterState }),
  shape({ kind: Type.Literal('intake'), intake: IntakeAnswer }),
  shape({ kind: Type.Literal('commandAnswer'), requestId: Id, line: CommandAnswerLine }),
  shape({ kind: Type.Literal('changed'), thing: ChangedThing }),
  /** An emergency began, changed or ended: to everyone who may look at its areas, at once. */
  shape({ kind: Type.Literal('emergency'), emergency: EmergencyLine }),
  /** A session began, changed or ended: to everyone who may look at its areas. */
  shape({ kind: Type.Literal('live'), session: LiveSessionLine }),
  shape({ kind: Type.Literal('broker'), isConnected: Type.Boolean() }),
  /** Of the server itself. */
  shape({ kind: Type.Literal('storage'), state: StorageState }),
])
export type Update = Static<typeof Update>
