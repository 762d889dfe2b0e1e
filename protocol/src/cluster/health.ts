import { type Static, Type } from 'typebox'
import { BroadcastId, OccurrenceId } from '../broadcast/plan.ts'
import { Priority } from '../broadcast/priority.ts'
import { RefusalCode } from '../errors.ts'
import { Id, Instant, Sha256Hex } from '../ids.ts'
import { shape } from '../shape.ts'
import { Nonce } from './commands.ts'
import { Evidence } from './playout.ts'

/** Connected or not, and the nonce that the server's `time` command answers (`clusters/{clusterId}/presence`). */
export const Presence = shape({
  isConnected: Type.Boolean(),
  bootId: Id,
  agentVersion: Type.String({ maxLength: 40 }),
  /** Absent in the Will. */
  timeNonce: Type.Optional(Nonce),
  at: Instant,
})
export type Presence = Static<typeof Presence>

/** Why the clock is not trusted. */
export const ClockState = Type.Union([
  Type.Literal('trusted'),
  Type.Literal('neverSynchronised'),
  Type.Literal('stepped'),
  Type.Literal('disagreed'),
  Type.Literal('tooLongAlone'),
  Type.Literal('rtcLost'),
])
export type ClockState = Static<typeof ClockState>

/** An answer or a happening, one MQTT message each (`clusters/{clusterId}/acks`). */
export const Ack = Type.Union([
  shape({
    kind: Type.Literal('document'),
    type: Type.String({ maxLength: 40 }),
    documentId: Type.String({ maxLength: 120 }),
    revision: Type.Integer({ minimum: 0 }),
    at: Instant,
  }),
  shape({ kind: Type.Literal('command'), id: Type.String({ maxLength: 80 }), at: Instant }),
  shape({
    kind: Type.Literal('refusal'),
    code: RefusalCode,
    topic: Type.String({ maxLength: 300 }),
    /** The command's or document's id, where it could be read. */
    regarding: Type.Optional(Type.String({ maxLength: 120 })),
    detail: Type.Optional(Type.String({ maxLength: 300 })),
    at: Instant,
  }),
  shape({ kind: Type.Literal('challengeEcho'), nonce: Nonce, at: Instant }),
  shape({
    kind: Type.Literal('soundStarted'),
    occurrenceId: OccurrenceId,
    broadcastId: BroadcastId,
    heardAt: Instant,
    evidence: Evidence,
    at: Instant,
  }),
  shape({
    kind: Type.Literal('soundEnded'),
    occurrenceId: OccurrenceId,
    broadcastId: BroadcastId,
    at: Instant,
  }),
  /** After the local button: a `ButtonRequest`, sealed by the device. */
  shape({ kind: Type.Literal('buttonRequest'), sealed: Type.String({ maxLength: 2_000 }), at: Instant }),
])
export type Ack = Static<typeof Ack>

/** Whether what is written can be stored: `full`, or the disk refuses (`failing`). */
export const StorageState = Type.Enum(['working', 'full', 'failing'])
export type StorageState = Static<typeof StorageState>

const Measured = (minimum: number, maximum: number) =>
  Type.Union([Type.Number({ minimum, maximum }), Type.Null()])

/** What the cluster measures (R16); null = this board cannot measure it (`clusters/{clusterId}/health`). */
export const Health = shape({
  at: Instant,
  bootId: Id,
  uptimeS: Type.Number({ minimum: 0 }),
  clock: shape({ state: ClockState, offsetMs: Type.Union([Type.Number(), Type.Null()]) }),
  playing: Type.Union([
    shape({ occurrenceId: OccurrenceId, broadcastId: BroadcastId, priority: Priority, startedAt: Instant }),
    Type.Null(),
  ]),
  next: Type.Union([shape({ occurrenceId: OccurrenceId, dueAt: Instant }), Type.Null()]),
  /** Someone has said pause: nothing but an emergency sounds until someone says resume. Absent from older agents. */
  isPaused: Type.Optional(Type.Boolean()),
  volumePercent: Type.Integer({ minimum: 0, maximum: 100 }),
  planRevision: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  configRevision: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  media: shape({
    wanted: Type.Integer({ minimum: 0 }),
    held: Type.Integer({ minimum: 0 }),
    bytes: Type.Integer({ minimum: 0 }),
    missing: Type.Array(Sha256Hex, { maxItems: 20 }),
  }),
  outbox: shape({
    last: Type.Integer({ minimum: 0 }),
    /** By the receipts that it holds. */
    storedThrough: Type.Integer({ minimum: 0 }),
    /** Records on their way to its disk, which may refuse them. Absent from older agents, as the two below. */
    waiting: Type.Optional(Type.Integer({ minimum: 0 })),
    /** Records that it had to drop before any server had stored them. */
    lost: Type.Optional(Type.Integer({ minimum: 0 })),
    /** Whatever its plans say and could not start later than this is in a record, or among those that wait. */
    accountedUntil: Type.Optional(Type.Union([Instant, Type.Null()])),
  }),
  /** What its disk said last to what was written. Absent from older agents. */
  storage: Type.Optional(StorageState),
  refusals: Type.Record(Type.String({ maxLength: 40 }), Type.Integer({ minimum: 0 })),
  board: shape({
    isResponding: Type.Boolean(),
    isPowerOn: Type.Union([Type.Boolean(), Type.Null()]),
    isProtectionTripped: Type.Union([Type.Boolean(), Type.Null()]),
    mainsV: Measured(0, 1_000),
    dcV: Measured(0, 200),
    supplyCurrentA: Measured(0, 1_000),
    temperatureC: Measured(-100, 300),
    microphoneDb: Measured(-200, 200),
    /**
     * Whether it can relay what an FM tuner of its board receives; null while the board has not said. Absent from older
     * agents.
     */
    hasTuner: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
    lines: Type.Array(
      shape({
        currentA: Measured(0, 1_000),
        impedanceOhm: Measured(0, 1_000_000),
        faultBits: Type.Integer(),
      }),
      { maxItems: 8 },
    ),
  }),
  /** What it had to let go since it started, and how often its disk refused. Absent from older agents. */
  losses: Type.Optional(
    shape({ acks: Type.Integer({ minimum: 0 }), storageFailures: Type.Integer({ minimum: 0 }) }),
  ),
  output: shape({
    isAligned: Type.Boolean(),
    delayMs: Measured(0, 10_000),
    starvations: Type.Integer({ minimum: 0 }),
  }),
})
export type Health = Static<typeof Health>
