import { type Static, Type } from 'typebox'
import { LiveDelay, StreamAddress } from '../broadcast/live-session.ts'
import { OccurrenceId } from '../broadcast/plan.ts'
import { AreaId, ClusterId, Id, Instant } from '../ids.ts'
import { shape } from '../shape.ts'
import { PageOf } from './lists.ts'
import { RelayState } from './relays.ts'

/** Where it is to be heard. */
export const LivePlace = shape({
  areas: Type.Array(AreaId, { maxItems: 1_000 }),
  zones: Type.Array(Id, { maxItems: 200 }),
  clusters: Type.Array(ClusterId, { maxItems: 1_000 }),
})
export type LivePlace = Static<typeof LivePlace>

/**
 * `POST /api/v1/live-sessions`: somebody is going to speak. `requestId` makes it idempotent. Where somebody speaks there
 * already the answer is `voiceOnAir`, unless `takeOver` confirms it, and where that is for an emergency
 * `emergencyVoiceOnAir`, unless this is, too; in quiet hours it is `quietHours`, unless it belongs to an emergency.
 */
export const NewLiveSession = shape({
  requestId: Id,
  title: Type.String({ minLength: 1, maxLength: 200 }),
  place: LivePlace,
  delay: LiveDelay,
  silenced: Type.Array(ClusterId, { maxItems: 1_000 }),
  takeOver: Type.Boolean(),
  emergencyId: Type.Optional(Id),
})
export type NewLiveSession = Static<typeof NewLiveSession>

/** How well one cluster hears it, by its own reports; null before the first. */
export const LiveListener = shape({
  clusterId: ClusterId,
  name: Type.String(),
  /** Its path to the sender is open; `sounding` by its own word. */
  state: Type.Enum(['waiting', 'connected', 'sounding', 'refused', 'gone']),
  /** The refusal's code, or why it is not heard. */
  reason: Type.Union([Type.String(), Type.Null()]),
  lossPercent: Type.Union([Type.Number(), Type.Null()]),
  roundTripMs: Type.Union([Type.Number(), Type.Null()]),
  /** What was neither received nor restored in time, of all that was heard in the last reports. */
  concealedPercent: Type.Union([Type.Number(), Type.Null()]),
})
export type LiveListener = Static<typeof LiveListener>

export const LiveSessionLine = shape({
  sessionId: Id,
  title: Type.String(),
  /** `waiting` for the microphone, `onAir`, `ended`. */
  state: Type.Enum(['waiting', 'onAir', 'ended']),
  speaker: Type.String(),
  startedAt: Instant,
  endedAt: Type.Union([Instant, Type.Null()]),
  /** Why it ended where nobody ended it: silence, too long, taken over, stopped, microphone lost, server restarted. */
  endedBecause: Type.Union([
    Type.Enum(['ended', 'silence', 'tooLong', 'takenOver', 'stopped', 'sourceLost', 'serverRestarted']),
    Type.Null(),
  ]),
  delay: LiveDelay,
  clusterCount: Type.Integer(),
  soundingCount: Type.Integer(),
  emergencyId: Type.Union([Id, Type.Null()]),
  /** The planned sound that it is: a relay, in which nobody speaks; null for a voice. */
  occurrenceId: Type.Union([OccurrenceId, Type.Null()]),
})
export type LiveSessionLine = Static<typeof LiveSessionLine>
export const LiveSessionPage = PageOf(LiveSessionLine)

/** `GET /api/v1/live-sessions/{sessionId}`, and the answer to `POST`. */
export const LiveSessionAnswer = shape({
  ...LiveSessionLine.properties,
  place: LivePlace,
  /** Talked so far; it ends by itself at `talkMsMax`, or after `silenceMsMax` without voice. */
  talkMs: Type.Number(),
  talkMsMax: Type.Number(),
  silenceMsMax: Type.Number(),
  /** It ends by itself where no packet has come by then; null once one has. */
  awaitedUntilAt: Type.Union([Instant, Type.Null()]),
  /** Of the microphone, in the last report of the source; null before it. */
  levelDb: Type.Union([Type.Number(), Type.Null()]),
  /** Of a relay that is on air: what is sounding, and the code of why its station is not; null for a voice. */
  relay: Type.Union([
    shape({ state: RelayState, trouble: Type.Union([Type.String(), Type.Null()]) }),
    Type.Null(),
  ]),
  listeners: Type.Array(LiveListener),
})
export type LiveSessionAnswer = Static<typeof LiveSessionAnswer>

/** `POST …/end`: what is still on its way is heard. `requestId` makes it idempotent. */
export const LiveSessionEnd = shape({ requestId: Id })
export type LiveSessionEnd = Static<typeof LiveSessionEnd>

/** `POST …/receivers`: someone else's receiver gets a stream and key of its own; the answer is an SDP (`application/sdp`). */
export const NewLiveReceiver = shape({ address: StreamAddress })
export type NewLiveReceiver = Static<typeof NewLiveReceiver>
