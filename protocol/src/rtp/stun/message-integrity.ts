import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import { STUN_ATTRIBUTES, STUN_HEAD_BYTES, type StunMessage, writeAttribute } from './stun-message.ts'

const INTEGRITY_VALUE_BYTES = 32
/** The attribute with its head. */
export const INTEGRITY_BYTES = 4 + INTEGRITY_VALUE_BYTES
const LENGTH_OFFSET = 2

/**
 * RFC 8489 §14.6: HMAC-SHA256 over all before the attribute, with a length in the header that counts the attribute. Never
 * truncated here.
 */
export function hasValidIntegrity({ bytes, attributes, integrityAt }: StunMessage, key: KeyObject): boolean {
  const given = attributes.get(STUN_ATTRIBUTES.messageIntegritySha256)
  if (integrityAt === undefined || given?.length !== INTEGRITY_VALUE_BYTES) return false
  return timingSafeEqual(integrityOf(bytes.subarray(0, integrityAt), key), given)
}

/** The message with its last attribute, MESSAGE-INTEGRITY-SHA256. */
export function withIntegrity(message: Buffer, key: KeyObject): Uint8Array {
  const value = integrityOf(message, key)
  const whole = Buffer.concat([message, writeAttribute(STUN_ATTRIBUTES.messageIntegritySha256, value)])
  whole.writeUInt16BE(whole.length - STUN_HEAD_BYTES, LENGTH_OFFSET)
  return whole
}

function integrityOf(before: Uint8Array, key: KeyObject): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(before.length + INTEGRITY_BYTES - STUN_HEAD_BYTES)
  return createHmac('sha256', key)
    .update(before.subarray(0, LENGTH_OFFSET))
    .update(length)
    .update(before.subarray(LENGTH_OFFSET + 2))
    .digest()
}
