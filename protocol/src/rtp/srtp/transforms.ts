import { createCipheriv, createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import { AUTHENTICATION_TAG_BYTES } from '../limits.ts'
import type { CipherKeys } from './srtp-keys.ts'

const COUNTER_BLOCK_BYTES = 16
const SSRC_OFFSET = 4
const INDEX_OFFSET = 8
const INDEX_BYTES = 6

/** Which packet of which source: with the key it names one keystream, so it must never name two packets. */
export interface PacketName {
  ssrc: number
  /** The 48-bit packet index of RTP, or the 31-bit SRTCP index. */
  index: number
}

/**
 * Encrypts and decrypts: AES-128 in counter mode (RFC 3711 §4.1.1).
 *
 *     IV = (salt · 2^16) XOR (SSRC · 2^64) XOR (index · 2^16)
 */
export function applyKeystream(keys: CipherKeys, name: PacketName, data: Uint8Array): Buffer {
  return counterMode(keys.cipherKey, counterBlock(keys.salt, name), data)
}

export function counterMode(key: KeyObject, counter: Uint8Array, data: Uint8Array): Buffer {
  return createCipheriv('aes-128-ctr', key, counter).update(data)
}

function counterBlock(salt: Uint8Array, { ssrc, index }: PacketName): Buffer {
  const block = Buffer.alloc(COUNTER_BLOCK_BYTES)
  block.writeUInt32BE(ssrc, SSRC_OFFSET)
  block.writeUIntBE(index, INDEX_OFFSET, INDEX_BYTES)
  for (const [offset, byte] of salt.entries()) block[offset] = (block[offset] ?? 0) ^ byte
  return block
}

/** The first 80 bits of HMAC-SHA1 over the parts (RFC 3711 §4.2.1). */
export function authenticationTag(keys: CipherKeys, ...parts: Uint8Array[]): Buffer {
  const hmac = createHmac('sha1', keys.authenticationKey)
  for (const part of parts) hmac.update(part)
  return hmac.digest().subarray(0, AUTHENTICATION_TAG_BYTES)
}

/** In a time that says nothing about where they differ. */
export function isSameTag(expected: Uint8Array, given: Uint8Array): boolean {
  return expected.length === given.length && timingSafeEqual(expected, given)
}
