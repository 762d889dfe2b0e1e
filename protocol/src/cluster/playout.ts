import { type Static, Type } from 'typebox'
import { BroadcastId, OccurrenceId } from '../broadcast/plan.ts'
import { Priority } from '../broadcast/priority.ts'
import { ClusterId, Id, Instant, Sha256Hex, TraceId } from '../ids.ts'
import { shape } from '../shape.ts'

/** By what it is known that the sound left the horn (R18). `none` = played, not proven. */
export const Evidence = Type.Union([
  Type.Literal('lineCurrent'),
  Type.Literal('supplyCurrent'),
  Type.Literal('microphone'),
  Type.Literal('none'),
])
export type Evidence = Static<typeof Evidence>

export const Outcome = Type.Union([
  Type.Literal('heard'),
  Type.Literal('partlyHeard'),
  Type.Literal('notHeard'),
])
export type Outcome = Static<typeof Outcome>

/**
 * Why a planned sound was not, or not wholly, heard. `silentHorn`: evidence was possible and said no. `sourceSilent`: what is live
 * gave no sound, or nothing of it came. `noTuner`: the
 * board has none, so that at most what is said in its place was heard. The last two are
 * the server's own: the cluster never held the plan, or held it and never said what became of it.
 */
export const PLAYOUT_REASONS = [
  'quietHours',
  'sessionTooLong',
  'sessionsPerDay',
  'tooLate',
  'expired',
  'stopped',
  'skipped',
  'withdrawn',
  'preempted',
  'clockUntrusted',
  'audioMissing',
  'audioCorrupt',
  'amplifierOff',
  'amplifierFailed',
  'outputFailed',
  'outputStarved',
  'sourceSilent',
  'silentHorn',
  'agentRestarted',
  'joinedLate',
  'noTuner',
  'planNotHeld',
  'notReported',
] as const
export const PlayoutReason = Type.Enum([...PLAYOUT_REASONS])
export type PlayoutReason = (typeof PLAYOUT_REASONS)[number]

/** What became of one planned sound: written, numbered, chained and signed by the device (DESIGN §3). */
export const PlayoutRecord = shape({
  clusterId: ClusterId,
  /** 1, 2, 3 … for the life of the device's key; a gap is shown. */
  sequence: Type.Integer({ minimum: 1 }),
  /** SHA-256 of the sealed record before this one; null for the first. */
  previousSha256: Type.Union([Sha256Hex, Type.Null()]),
  bootId: Id,
  occurrenceId: OccurrenceId,
  broadcastId: BroadcastId,
  priority: Priority,
  mediaSha256: Type.Union([Sha256Hex, Type.Null()]),
  planRevision: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  outcome: Outcome,
  reason: Type.Union([PlayoutReason, Type.Null()]),
  evidence: Evidence,
  dueAt: Instant,
  receivedAt: Type.Union([Instant, Type.Null()]),
  startedAt: Type.Union([Instant, Type.Null()]),
  endedAt: Type.Union([Instant, Type.Null()]),
  recordedAt: Instant,
  askedMs: Type.Number({ minimum: 0 }),
  heardMs: Type.Number({ minimum: 0 }),
  volumePercent: Type.Union([Type.Integer({ minimum: 0, maximum: 100 }), Type.Null()]),
  interruptions: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
  isClockTrusted: Type.Boolean(),
  /** The act that it came of, where one is known: a stop, or what made the plan. Absent from older agents. */
  traceId: Type.Optional(TraceId),
})
export type PlayoutRecord = Static<typeof PlayoutRecord>

/** Which records the server holds (`clusters/{clusterId}/receipts`). */
export const Receipts = shape({
  storedThrough: Type.Integer({ minimum: 0 }),
  /** Sequence numbers stored raw because they could not be verified; at most the latest 1,000. */
  refused: Type.Array(Type.Integer({ minimum: 1 }), { maxItems: 1_000 }),
})
export type Receipts = Static<typeof Receipts>
