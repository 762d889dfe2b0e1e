import { viewOf } from '../bytes.ts'
import { type Parsed, refuse } from '../media-refusal.ts'
import { assertPacketIndex } from '../packet/packet-index.ts'
import { readCount, readInstant, readPacketIndex, writeCount, writeInstant } from './fields.ts'
import type { MediaKeys } from './media-keys.ts'
import { hasValidIntegrity, INTEGRITY_BYTES, withIntegrity } from './message-integrity.ts'
import {
  STUN_ATTRIBUTES,
  STUN_TYPES,
  type StunMessage,
  unknownAttributeOf,
  writeStunMessage,
} from './stun-message.ts'

/** Who asks about which session: what is needed to find the secret, and not to be believed before. */
export interface MediaListener {
  sessionId: string
  clusterId: string
}

/** A cluster opens its path to the sender and asks what it needs to hear the session. */
export interface MediaRequest extends MediaListener {
  /** 12 bytes of chance; the answer repeats them. */
  transactionId: Uint8Array
  /** On the cluster's own clock, Unix ms; the answer repeats it. */
  requestSentAt: number
  /** Above that of every request before, over restarts too: an old one moves nothing. */
  counter: number
  /** A number drawn at the start of the agent: another life needs another SSRC, since its SRTCP index begins anew. */
  lifeId: number
  /** Undefined until a packet was received. */
  highestPacketIndex: number | undefined
}

/**
 * The value of the attribute, in bytes:
 *
 *     |  version 1  |  flags  |   highest packet index, 6   |
 *     |     sent at, 8, µs    |     counter, 8     |    life, 8    |
 *
 * Flag 1: there is a highest packet index. New fields come at the end, where whoever does not know them does not look;
 * another version is another layout.
 */
const VALUE_BYTES = 32
const VERSION = 1
const HAS_INDEX = 1
const OFFSETS = { flags: 1, packetIndex: 2, sentAt: 8, counter: 16, lifeId: 24 } as const
const PADDING_HEAD_BYTES = 4
/**
 * Every request is this large: above `ANSWER_BYTES_MAX`, so that whoever forges where it comes from gains nothing by it,
 * with room for answers to grow before boards in the field are updated.
 */
export const REQUEST_BYTES_MIN = 256
/** Two ids (`Id`) of at most 64 characters. */
const LISTENER = /^([a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?):([a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?)$/

/** Padded, so that no answer is larger. @throws RangeError on ids and numbers that no server would take */
export function writeMediaRequest(request: MediaRequest, keys: MediaKeys): Uint8Array {
  const username = `${request.sessionId}:${request.clusterId}`
  if (!LISTENER.test(username)) throw new RangeError('ids are lower-case letters, digits and hyphens')
  const attributes: [number, Uint8Array][] = [
    [STUN_ATTRIBUTES.username, Buffer.from(username, 'latin1')],
    [STUN_ATTRIBUTES.mediaRequest, writeValue(request)],
  ]
  const write = () => writeStunMessage(STUN_TYPES.bindingRequest, request.transactionId, attributes)
  const missingBytes = REQUEST_BYTES_MIN - INTEGRITY_BYTES - write().length
  if (missingBytes > 0) {
    const padding = Buffer.alloc(Math.max(0, missingBytes - PADDING_HEAD_BYTES))
    attributes.push([STUN_ATTRIBUTES.padding, padding])
  }
  return withIntegrity(write(), keys.integrityKey)
}

function writeValue(request: MediaRequest): Buffer {
  const { highestPacketIndex } = request
  const value = Buffer.alloc(VALUE_BYTES)
  value.writeUInt8(VERSION, 0)
  if (highestPacketIndex !== undefined) {
    assertPacketIndex(highestPacketIndex)
    value.writeUInt8(HAS_INDEX, OFFSETS.flags)
    value.writeUIntBE(highestPacketIndex, OFFSETS.packetIndex, 6)
  }
  writeInstant(value, OFFSETS.sentAt, request.requestSentAt)
  writeCount(value, OFFSETS.counter, request.counter)
  writeCount(value, OFFSETS.lifeId, request.lifeId)
  return value
}

/** Whose secret a request has to be checked with. Refuses `wrongKind`, `missingAttribute`, `badAttribute`. */
export function mediaListenerOf({ messageType, attributes }: StunMessage): Parsed<MediaListener> {
  if (messageType !== STUN_TYPES.bindingRequest) return refuse('wrongKind', 'no Binding request')
  const username = attributes.get(STUN_ATTRIBUTES.username)
  if (!username) return refuse('missingAttribute', 'USERNAME')
  const match = LISTENER.exec(Buffer.from(username).toString('latin1'))
  const [, sessionId, clusterId] = match ?? []
  if (sessionId === undefined || clusterId === undefined) return refuse('badAttribute', 'USERNAME')
  return { ok: true, value: { sessionId, clusterId } }
}

/**
 * Opens a request under the keys of its listener. Whether its counter is above the last is for the caller to see. Refuses
 * `wrongKind`, `missingAttribute`, `badAttribute`, `badAuthentication`, `unknownAttribute`, `requestTooSmall`.
 */
export function openMediaRequest(message: StunMessage, keys: MediaKeys): Parsed<MediaRequest> {
  const listener = mediaListenerOf(message)
  if (!listener.ok) return listener
  if (!hasValidIntegrity(message, keys.integrityKey)) return refuse('badAuthentication', 'a STUN request')
  if (message.bytes.length < REQUEST_BYTES_MIN)
    return refuse('requestTooSmall', `${message.bytes.length} bytes`)
  const unknown = unknownAttributeOf(message)
  if (unknown !== undefined) return refuse('unknownAttribute', `type ${unknown}`)
  const value = message.attributes.get(STUN_ATTRIBUTES.mediaRequest)
  if (!value) return refuse('missingAttribute', 'the media request')
  const read = readValue(value)
  if (!read) return refuse('badAttribute', 'the media request')
  return { ok: true, value: { ...listener.value, ...read, transactionId: message.transactionId } }
}

function readValue(
  value: Uint8Array,
): Omit<MediaRequest, 'sessionId' | 'clusterId' | 'transactionId'> | undefined {
  if (value.length < VALUE_BYTES || value[0] !== VERSION) return undefined
  const hasIndex = (viewOf(value).getUint8(OFFSETS.flags) & HAS_INDEX) !== 0
  const requestSentAt = readInstant(value, OFFSETS.sentAt)
  const counter = readCount(value, OFFSETS.counter)
  const lifeId = readCount(value, OFFSETS.lifeId)
  if (requestSentAt === undefined || counter === undefined || lifeId === undefined) return undefined
  const highestPacketIndex = hasIndex ? readPacketIndex(value, OFFSETS.packetIndex) : undefined
  return { requestSentAt, counter, lifeId, highestPacketIndex }
}
