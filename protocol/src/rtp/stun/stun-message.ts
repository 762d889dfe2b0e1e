import { viewOf } from '../bytes.ts'
import { DATAGRAM_BYTES_MAX } from '../limits.ts'
import { type Parsed, refuse } from '../media-refusal.ts'

/** RFC 8489 §5. */
export const STUN_HEAD_BYTES = 20
export const STUN_MAGIC_COOKIE = 0x2112_a442
export const TRANSACTION_ID_BYTES = 12
const ATTRIBUTE_HEAD_BYTES = 4
const TRANSACTION_ID_OFFSET = 8

/** Binding, as request and as success response (RFC 8489 §5, §18.2). */
export const STUN_TYPES = { bindingRequest: 0x0001, bindingSuccess: 0x0101 } as const

/**
 * RFC 8489 §18.3, RFC 5780 §7.6, and two of ours above 0xC000, where whoever does not know them passes them over. The
 * first half of the numbers has to be understood.
 */
export const STUN_ATTRIBUTES = {
  username: 0x0006,
  messageIntegritySha256: 0x001c,
  xorMappedAddress: 0x0020,
  padding: 0x0026,
  alternateServer: 0x8023,
  fingerprint: 0x8028,
  mediaRequest: 0xd4c0,
  mediaAnswer: 0xd4c1,
} as const

const COMPREHENSION_OPTIONAL_FROM = 0x8000
const UNDERSTOOD = new Set<number>(Object.values(STUN_ATTRIBUTES))

/** A message taken apart; nothing of it is to be believed before its integrity is checked. */
export interface StunMessage {
  messageType: number
  /** 12 bytes. */
  transactionId: Uint8Array
  /** By type, the first of each; what follows MESSAGE-INTEGRITY-SHA256 is not there (RFC 8489 §14.6). */
  attributes: ReadonlyMap<number, Uint8Array>
  /** Where MESSAGE-INTEGRITY-SHA256 begins, undefined where there is none. */
  integrityAt: number | undefined
  bytes: Uint8Array
}

/**
 * Takes a STUN message apart.
 *
 *      0                   1                   2                   3
 *      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |0 0|     STUN message type     |         message length        |
 *     |                         magic cookie                          |
 *     |                  transaction id (96 bits)                     |   (RFC 8489 §5)
 *
 * Refuses `oversized`, `truncated`, `notStun`, `badLength`.
 */
export function parseStunMessage(bytes: Uint8Array): Parsed<StunMessage> {
  if (bytes.length > DATAGRAM_BYTES_MAX) return refuse('oversized', `${bytes.length} bytes`)
  if (bytes.length < STUN_HEAD_BYTES) return refuse('truncated', 'shorter than a STUN header')
  const view = viewOf(bytes)
  const messageType = view.getUint16(0)
  if (messageType >> 14 !== 0 || view.getUint32(4) !== STUN_MAGIC_COOKIE) {
    return refuse('notStun', 'no magic cookie')
  }
  if (view.getUint16(2) !== bytes.length - STUN_HEAD_BYTES || bytes.length % 4 !== 0) {
    return refuse('badLength', 'the length in the header is another')
  }
  const found = attributesOf(bytes)
  if (!found.ok) return found
  const transactionId = bytes.subarray(TRANSACTION_ID_OFFSET, STUN_HEAD_BYTES)
  return { ok: true, value: { messageType, transactionId, ...found.value, bytes } }
}

/** RFC 8489 §14: type, length, value, filled up to whole words. */
function attributesOf(bytes: Uint8Array): Parsed<Pick<StunMessage, 'attributes' | 'integrityAt'>> {
  const view = viewOf(bytes)
  const attributes = new Map<number, Uint8Array>()
  let integrityAt: number | undefined
  for (let offset = STUN_HEAD_BYTES; offset < bytes.length; ) {
    const valueAt = offset + ATTRIBUTE_HEAD_BYTES
    const type = view.getUint16(offset)
    const valueEnd = valueAt + view.getUint16(offset + 2)
    if (valueEnd > bytes.length) return refuse('badLength', 'an attribute longer than the message')
    if (integrityAt === undefined && !attributes.has(type)) {
      attributes.set(type, bytes.subarray(valueAt, valueEnd))
    }
    if (type === STUN_ATTRIBUTES.messageIntegritySha256) integrityAt ??= offset
    offset = Math.ceil(valueEnd / 4) * 4
  }
  return { ok: true, value: { attributes, integrityAt } }
}

/** RFC 8489 §6.3: an attribute of the first half that is not understood. */
export function unknownAttributeOf({ attributes }: StunMessage): number | undefined {
  return [...attributes.keys()].find((type) => type < COMPREHENSION_OPTIONAL_FROM && !UNDERSTOOD.has(type))
}

/** The head and the attributes, without integrity. */
export function writeStunMessage(
  messageType: number,
  transactionId: Uint8Array,
  attributes: readonly (readonly [type: number, value: Uint8Array])[],
): Buffer {
  if (transactionId.length !== TRANSACTION_ID_BYTES) throw new RangeError('a transaction id has 12 bytes')
  const head = Buffer.alloc(STUN_HEAD_BYTES)
  const body = Buffer.concat(attributes.map(([type, value]) => writeAttribute(type, value)))
  head.writeUInt16BE(messageType, 0)
  head.writeUInt16BE(body.length, 2)
  head.writeUInt32BE(STUN_MAGIC_COOKIE, 4)
  head.set(transactionId, TRANSACTION_ID_OFFSET)
  return Buffer.concat([head, body])
}

export function writeAttribute(type: number, value: Uint8Array): Buffer {
  const bytes = Buffer.alloc(ATTRIBUTE_HEAD_BYTES + Math.ceil(value.length / 4) * 4)
  bytes.writeUInt16BE(type, 0)
  bytes.writeUInt16BE(value.length, 2)
  bytes.set(value, ATTRIBUTE_HEAD_BYTES)
  return bytes
}
