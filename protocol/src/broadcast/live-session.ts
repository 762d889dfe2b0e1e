import { type Static, Type } from 'typebox'
import { AreaId, ClusterId, Id, Instant } from '../ids.ts'
import { shape } from '../shape.ts'
import { OccurrenceId } from './plan.ts'

/** From the microphone's sample to the same sample at the horn, alike on every cluster (DESIGN §3, RTP). */
export const LIVE_DELAYS_MS = { lan: 150, live: 400, robust: 1_000 } as const
export type LiveDelay = keyof typeof LIVE_DELAYS_MS
export const LiveDelay = Type.Enum(['lan', 'live', 'robust'])

/** A session's document lies at most this far ahead of its end; where it is not renewed the cluster is silent then. */
export const LIVE_EXPIRY_MS_MAX = 60_000
/** The document is sealed anew this often while it is on air. */
export const LIVE_RENEWAL_MS = 20_000
/**
 * Who speaks or listens tries the broker again after this at the latest: a session outlives a broker that is gone for 30 s,
 * when 40 s of its document may be all that is left.
 */
export const LIVE_RETRY_MS_MAX = 3_000

/** Where RTP, RTCP and STUN of a session are spoken, all on one port. */
export const StreamAddress = shape({
  host: Type.String({ minLength: 1, maxLength: 253 }),
  port: Type.Integer({ minimum: 1, maximum: 65_535 }),
})
export type StreamAddress = Static<typeof StreamAddress>

/**
 * One RTP session as it stands (`areas/{areaId}/live/{sessionId}`), without its key: the same sealed bytes under every
 * area of `publishedIn`, addressed to `live/{sessionId}`. It ends by a revision `ended`, or at `expiresAt`.
 */
export const LiveSession = shape({
  sessionId: Id,
  state: Type.Enum(['onAir', 'ended']),
  title: Type.String({ minLength: 1, maxLength: 200 }),
  /** Live voice is an announcement; a relay has the priority of its item. */
  priority: Type.Enum(['announcement', 'priority', 'routine']),
  startedAt: Instant,
  expiresAt: Instant,
  delayMs: Type.Integer({ minimum: 100, maximum: 2_000 }),
  ssrc: Type.Integer({ minimum: 0, maximum: 0xffff_ffff }),
  /** The first that answers is taken; its answer may name another. */
  senders: Type.Array(StreamAddress, { minItems: 1, maxItems: 8 }),
  targets: shape({
    areas: Type.Array(AreaId, { maxItems: 1_000 }),
    clusters: Type.Array(ClusterId, { maxItems: 1_000 }),
  }),
  publishedIn: Type.Array(AreaId, { minItems: 1, maxItems: 1_000 }),
  /** Beside the microphone: targeted, and silent all the same, so that nothing howls. */
  silenced: Type.Array(ClusterId, { maxItems: 1_000 }),
  /** A confirmed take-over from whoever speaks there now. */
  takesOver: Type.Boolean(),
  /** It belongs to this emergency and has its rights: quiet hours do not hold for it. */
  emergencyId: Type.Union([Id, Type.Null()]),
  /** The planned relay that it is. */
  occurrenceId: Type.Union([OccurrenceId, Type.Null()]),
})
export type LiveSession = Static<typeof LiveSession>

/** What an envelope of a session is addressed to, whichever areas it lies under. */
export function liveAudience(sessionId: string): string {
  return `live/${sessionId}`
}
