import { type Static, Type } from 'typebox'
import { EmergencyEvent } from '../broadcast/emergency.ts'
import { CapSeverity, CapStatus } from '../broadcast/priority.ts'
import { AreaCode, AreaId, Id, Instant } from '../ids.ts'
import { shape } from '../shape.ts'
import { Pin } from './emergencies.ts'

const Urgency = Type.Enum(['Immediate', 'Expected', 'Future', 'Past', 'Unknown'])
const Reason = Type.String({ minLength: 1, maxLength: 500 })

/**
 * One line of what a sender's messages may do. The first line that fits decides; where none does, and where this says
 * so, the message waits for a person. An empty list fits everything, but for the lists that must not be empty.
 */
export const CapPolicyRow = shape({
  /** A Test never sounds, so it is not named here. */
  statuses: Type.Array(Type.Enum(['Actual', 'Exercise']), { minItems: 1, maxItems: 2 }),
  msgTypes: Type.Array(Type.Enum(['Alert', 'Update', 'Cancel']), { minItems: 1, maxItems: 3 }),
  severities: Type.Array(CapSeverity, { minItems: 1, maxItems: 5 }),
  urgencies: Type.Array(Urgency, { minItems: 1, maxItems: 5 }),
  /** CAP `sender`s of this line. */
  senders: Type.Array(Type.String({ minLength: 1, maxLength: 250 }), { maxItems: 20 }),
  /** Communes and provinces; the message must name nothing else. */
  geocodes: Type.Array(AreaCode, { maxItems: 200 }),
  /** CAP `event` texts and `eventCode` values, compared without capitals. */
  events: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 50 }),
  /** With which attention signal and message it is sounded. */
  soundsAs: EmergencyEvent,
  decision: Type.Enum(['activate', 'wait']),
})
export type CapPolicyRow = Static<typeof CapPolicyRow>

/** `POST /api/v1/cap-senders`: a system that may send CAP messages with a token of its own. */
export const NewCapSender = shape({
  name: Type.String({ minLength: 1, maxLength: 100 }),
  /** The CAP `sender`s that it may send as. */
  senders: Type.Array(Type.String({ minLength: 1, maxLength: 250, pattern: '^[^\\s,<&]+$' }), {
    minItems: 1,
    maxItems: 20,
  }),
  /** Nothing that it sends is heard elsewhere. */
  areaIds: Type.Array(AreaId, { minItems: 1, maxItems: 50 }),
  policies: Type.Array(CapPolicyRow, { maxItems: 50 }),
  perMinuteMax: Type.Integer({ minimum: 1, maximum: 600 }),
})
export type NewCapSender = Static<typeof NewCapSender>

export const CapSender = shape({
  capSenderId: Id,
  ...NewCapSender.properties,
  createdAt: Instant,
  createdBy: Type.String(),
  lastSeenAt: Type.Union([Instant, Type.Null()]),
})
export type CapSender = Static<typeof CapSender>

/** The token is told once and kept nowhere. */
export const NewCapSenderAnswer = shape({ capSender: CapSender, token: Type.String() })
export type NewCapSenderAnswer = Static<typeof NewCapSenderAnswer>

/**
 * `activated` by the sender's policy, `accepted` or `declined` by a person; `superseded` by a later Update and
 * `withdrawn` by a Cancel while it waited; `noted`: nothing is to be done about it, `why` says for what reason.
 */
export const CapMessageState = Type.Enum([
  'waiting',
  'activated',
  'accepted',
  'declined',
  'superseded',
  'withdrawn',
  'noted',
])
export type CapMessageState = Static<typeof CapMessageState>

const Why = Type.Union([Type.String(), Type.Null()])
const EmergencyIdOrNull = Type.Union([Id, Type.Null()])

/** The answer to `POST /api/v1/cap`; the same message again gets it again. */
export const CapAnswer = shape({
  messageId: Id,
  state: CapMessageState,
  why: Why,
  emergencyId: EmergencyIdOrNull,
  isRepeated: Type.Boolean(),
  /** SHOULDs of the standard that the message does not follow: `code element`. */
  advice: Type.Array(Type.String()),
})
export type CapAnswer = Static<typeof CapAnswer>

/** A line of `GET /api/v1/cap-messages`. */
export const CapMessageLine = shape({
  messageId: Id,
  capSenderId: Id,
  senderName: Type.String(),
  sender: Type.String(),
  identifier: Type.String(),
  sentAt: Instant,
  receivedAt: Instant,
  status: Type.String(),
  msgType: Type.String(),
  state: CapMessageState,
  /** Why it waits, or why nothing followed. */
  why: Why,
  event: Type.String(),
  /** What it would be sounded as. */
  soundsAs: Type.Union([EmergencyEvent, Type.Null()]),
  severity: Type.Union([CapSeverity, Type.Null()]),
  urgency: Type.Union([Type.String(), Type.Null()]),
  certainty: Type.Union([Type.String(), Type.Null()]),
  language: Type.Union([Type.String(), Type.Null()]),
  headline: Type.String(),
  text: Type.String(),
  areaDescs: Type.Array(Type.String()),
  areaIds: Type.Array(AreaId),
  clusterCount: Type.Integer(),
  expiresAt: Type.Union([Instant, Type.Null()]),
  emergencyId: EmergencyIdOrNull,
  decidedBy: Type.Union([Type.String(), Type.Null()]),
  decidedAt: Type.Union([Instant, Type.Null()]),
  note: Type.Union([Type.String(), Type.Null()]),
})
export type CapMessageLine = Static<typeof CapMessageLine>

export const CapMessageQuery = shape({ state: Type.Optional(Type.Enum(['waiting', 'all'])) })

/** `POST /api/v1/cap-messages/{messageId}/acceptance`: as raising it oneself, with what that takes. */
export const CapAcceptance = shape({
  event: EmergencyEvent,
  pin: Pin,
  reason: Reason,
  typedAreaName: Type.Optional(Type.String({ maxLength: 200 })),
  breakGlass: Type.Optional(shape({ reason: Reason })),
})
export type CapAcceptance = Static<typeof CapAcceptance>
/** `POST …/decline`. */
export const CapDecline = shape({ reason: Reason })

/** A line of `GET /api/v1/cap/alerts`: what sounds now, each as CAP 1.2 under its `url`. */
export const CapAlertLine = shape({
  emergencyId: Id,
  identifier: Type.String(),
  sender: Type.String(),
  sentAt: Instant,
  status: CapStatus,
  msgType: Type.Enum(['Alert', 'Update', 'Cancel']),
  headline: Type.String(),
  url: Type.String(),
})
export const CapAlerts = shape({ alerts: Type.Array(CapAlertLine) })
export type CapAlerts = Static<typeof CapAlerts>
