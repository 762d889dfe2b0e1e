import { viewOf } from '../bytes.ts'
import { type Parsed, refuse } from '../media-refusal.ts'
import { assertPacketIndex } from '../packet/packet-index.ts'
import type { SessionKey } from '../srtp/session-key.ts'
import { readInstant, readPacketIndex, writeInstant } from './fields.ts'
import { type MediaKeys, unwrapSessionKey, WRAPPED_KEY_BYTES, wrapSessionKey } from './media-keys.ts'
import { hasValidIntegrity, INTEGRITY_BYTES, withIntegrity } from './message-integrity.ts'
import {
  STUN_ATTRIBUTES,
  STUN_HEAD_BYTES,
  STUN_TYPES,
  type StunMessage,
  unknownAttributeOf,
  writeStunMessage,
} from './stun-message.ts'
import {
  ADDRESS_VALUE_BYTES_MAX,
  parseAddress,
  type TransportAddress,
  writeAddress,
  xorAddress,
} from './transport-address.ts'

/** All that a cluster needs to hear a session, whenever it comes to it. */
export interface MediaAnswer {
  /** 12 bytes, the request's. */
  transactionId: Uint8Array
  /** Where the request came from, as the sender saw it. */
  mappedAddress: TransportAddress
  /** The request's own, on the cluster's clock. */
  requestSentAt: number
  /** On the sender's clock, Unix ms. */
  requestReceivedAt: number
  /** On the sender's clock, Unix ms. */
  answerSentAt: number
  sessionKey: SessionKey
  /** Under which this cluster sends its RTCP. */
  listenerSsrc: number
  /** The packet index that is sent next: it carries the rollover. */
  nextPacketIndex: number
  /** How often the cluster is to report. */
  reportIntervalMs: number
  /** Where to ask instead from now on, where another sender serves this cluster. */
  otherSender: TransportAddress | undefined
}

/**
 * The value of the attribute, in bytes; the fourth timestamp is the cluster's own when the answer arrives.
 *
 *     |  version 1  |  0  |   next packet index, 6   |
 *     |  request sent, 8, µs  |  request received, 8, µs  |  answer sent, 8, µs  |
 *     |  listener's SSRC, 4   |  report interval, 4, ms   |  wrapped key, 40     |
 */
const VALUE_BYTES = 80
const VERSION = 1
const OFFSETS = {
  ...{ packetIndex: 2, requestSentAt: 8, requestReceivedAt: 16, answerSentAt: 24 },
  ...{ listenerSsrc: 32, reportIntervalMs: 36, wrappedKey: 40 },
} as const
const ATTRIBUTE_HEAD_BYTES = 4

/** An answer with IPv6 addresses and another sender; smaller than every request. */
export const ANSWER_BYTES_MAX =
  STUN_HEAD_BYTES +
  2 * (ATTRIBUTE_HEAD_BYTES + ADDRESS_VALUE_BYTES_MAX) +
  (ATTRIBUTE_HEAD_BYTES + VALUE_BYTES) +
  INTEGRITY_BYTES

/** @throws RangeError on numbers and addresses that do not fit */
export function writeMediaAnswer(answer: MediaAnswer, keys: MediaKeys): Uint8Array {
  const { transactionId, mappedAddress, otherSender } = answer
  const attributes: [number, Uint8Array][] = [
    [STUN_ATTRIBUTES.xorMappedAddress, xorAddress(writeAddress(mappedAddress), transactionId)],
    [STUN_ATTRIBUTES.mediaAnswer, writeValue(answer, keys)],
  ]
  if (otherSender) attributes.push([STUN_ATTRIBUTES.alternateServer, writeAddress(otherSender)])
  return withIntegrity(
    writeStunMessage(STUN_TYPES.bindingSuccess, transactionId, attributes),
    keys.integrityKey,
  )
}

function writeValue(answer: MediaAnswer, keys: MediaKeys): Buffer {
  assertPacketIndex(answer.nextPacketIndex)
  const value = Buffer.alloc(VALUE_BYTES)
  value.writeUInt8(VERSION, 0)
  value.writeUIntBE(answer.nextPacketIndex, OFFSETS.packetIndex, 6)
  writeInstant(value, OFFSETS.requestSentAt, answer.requestSentAt)
  writeInstant(value, OFFSETS.requestReceivedAt, answer.requestReceivedAt)
  writeInstant(value, OFFSETS.answerSentAt, answer.answerSentAt)
  value.writeUInt32BE(answer.listenerSsrc, OFFSETS.listenerSsrc)
  value.writeUInt32BE(answer.reportIntervalMs, OFFSETS.reportIntervalMs)
  value.set(wrapSessionKey(answer.sessionKey, keys), OFFSETS.wrappedKey)
  return value
}

/**
 * Opens the answer to the request with this transaction id. A request that is thrown back is no answer. Refuses
 * `wrongKind`, `badAuthentication`, `wrongTransaction`, `unknownAttribute`, `missingAttribute`, `badAttribute`,
 * `badSessionKey`.
 */
export function openMediaAnswer(
  message: StunMessage,
  keys: MediaKeys,
  transactionId: Uint8Array,
): Parsed<MediaAnswer> {
  if (message.messageType !== STUN_TYPES.bindingSuccess) return refuse('wrongKind', 'no Binding response')
  if (!hasValidIntegrity(message, keys.integrityKey)) return refuse('badAuthentication', 'a STUN response')
  if (!Buffer.from(transactionId).equals(message.transactionId)) {
    return refuse('wrongTransaction', 'the answer to another request')
  }
  const unknown = unknownAttributeOf(message)
  if (unknown !== undefined) return refuse('unknownAttribute', `type ${unknown}`)
  return readAnswer(message, keys)
}

function readAnswer({ attributes, transactionId }: StunMessage, keys: MediaKeys): Parsed<MediaAnswer> {
  const mapped = attributes.get(STUN_ATTRIBUTES.xorMappedAddress)
  const value = attributes.get(STUN_ATTRIBUTES.mediaAnswer)
  if (!mapped || !value) return refuse('missingAttribute', 'the mapped address, or the media answer')
  const mappedAddress = parseAddress(xorAddress(mapped, transactionId))
  const alternate = attributes.get(STUN_ATTRIBUTES.alternateServer)
  const otherSender = alternate && parseAddress(alternate)
  const fields = readValue(value)
  if (!mappedAddress || !fields || (alternate && !otherSender)) {
    return refuse('badAttribute', 'an address, or the media answer')
  }
  const wrapped = value.subarray(OFFSETS.wrappedKey, OFFSETS.wrappedKey + WRAPPED_KEY_BYTES)
  const sessionKey = unwrapSessionKey(wrapped, keys)
  if (!sessionKey.ok) return sessionKey
  return {
    ok: true,
    value: { transactionId, mappedAddress, otherSender, sessionKey: sessionKey.value, ...fields },
  }
}

function readValue(
  value: Uint8Array,
): Omit<MediaAnswer, 'transactionId' | 'mappedAddress' | 'otherSender' | 'sessionKey'> | undefined {
  if (value.length < VALUE_BYTES || value[0] !== VERSION) return undefined
  const requestSentAt = readInstant(value, OFFSETS.requestSentAt)
  const requestReceivedAt = readInstant(value, OFFSETS.requestReceivedAt)
  const answerSentAt = readInstant(value, OFFSETS.answerSentAt)
  if (requestSentAt === undefined || requestReceivedAt === undefined || answerSentAt === undefined) {
    return undefined
  }
  const view = viewOf(value)
  return {
    ...{ requestSentAt, requestReceivedAt, answerSentAt },
    listenerSsrc: view.getUint32(OFFSETS.listenerSsrc),
    nextPacketIndex: readPacketIndex(value, OFFSETS.packetIndex),
    reportIntervalMs: view.getUint32(OFFSETS.reportIntervalMs),
  }
}
