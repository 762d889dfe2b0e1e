import { createCipheriv, createSecretKey, type KeyObject } from 'node:crypto'
import type { SessionKey } from './session-key.ts'

/** What protects one of the two kinds of packets. */
export interface CipherKeys {
  cipherKey: KeyObject
  authenticationKey: KeyObject
  /** 14 bytes. */
  salt: Uint8Array
}

/** All session keys of one master key; no key derivation rate, so they are made once (RFC 3711 §4.3.1). */
export interface SrtpKeys {
  rtp: CipherKeys
  rtcp: CipherKeys
}

const CIPHER_KEY_BYTES = 16
const AUTHENTICATION_KEY_BYTES = 20
const SALT_BYTES = 14
const COUNTER_BLOCK_BYTES = 16
/** RFC 3711 §4.3.1 and §4.3.2: the label stands 48 bits from the end of the salt. */
const LABEL_OFFSET = 7
const LABELS = {
  rtp: { cipher: 0, authentication: 1, salt: 2 },
  rtcp: { cipher: 3, authentication: 4, salt: 5 },
} as const

/** The session keys of `AES_CM_128_HMAC_SHA1_80` (RFC 3711 §4.3, RFC 4568 §6.2.1). */
export function deriveSrtpKeys(sessionKey: SessionKey): SrtpKeys {
  return { rtp: cipherKeysOf(sessionKey, LABELS.rtp), rtcp: cipherKeysOf(sessionKey, LABELS.rtcp) }
}

function cipherKeysOf(sessionKey: SessionKey, labels: (typeof LABELS)['rtp' | 'rtcp']): CipherKeys {
  return {
    cipherKey: createSecretKey(deriveBytes(sessionKey, labels.cipher, CIPHER_KEY_BYTES)),
    authenticationKey: createSecretKey(
      deriveBytes(sessionKey, labels.authentication, AUTHENTICATION_KEY_BYTES),
    ),
    salt: deriveBytes(sessionKey, labels.salt, SALT_BYTES),
  }
}

/** RFC 3711 §4.3.3: AES in counter mode under the master key, over zeros, beginning at (salt XOR label) · 2^16. */
export function deriveBytes({ masterKey, masterSalt }: SessionKey, label: number, bytes: number): Buffer {
  const counter = Buffer.alloc(COUNTER_BLOCK_BYTES)
  counter.set(masterSalt, 0)
  counter.writeUInt8(counter.readUInt8(LABEL_OFFSET) ^ label, LABEL_OFFSET)
  return createCipheriv('aes-128-ctr', masterKey, counter).update(Buffer.alloc(bytes))
}
