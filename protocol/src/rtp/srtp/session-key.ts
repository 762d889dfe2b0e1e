import type { Chance } from '../../time.ts'

/** The master key of one live session: made anew for each session and each start of the server. */
export interface SessionKey {
  /** 16 bytes (RFC 3711 §8.2, AES-128). */
  masterKey: Uint8Array
  /** 14 bytes. */
  masterSalt: Uint8Array
}

export const MASTER_KEY_BYTES = 16
export const MASTER_SALT_BYTES = 14
export const SESSION_KEY_BYTES = MASTER_KEY_BYTES + MASTER_SALT_BYTES

/** A fresh key; `chance` must be fit for secrets. */
export function createSessionKey(chance: Chance): SessionKey {
  return sessionKeyOf(chance.bytes(SESSION_KEY_BYTES))
}

/** Key, then salt: the 30 bytes as SDP carries them too (RFC 4568 §6.1). */
export function sessionKeyBytes({ masterKey, masterSalt }: SessionKey): Uint8Array {
  return Buffer.concat([masterKey, masterSalt])
}

/** @throws RangeError on any other length than 30 bytes */
export function sessionKeyOf(bytes: Uint8Array): SessionKey {
  if (bytes.length !== SESSION_KEY_BYTES) throw new RangeError(`a session key of ${bytes.length} bytes`)
  return { masterKey: bytes.slice(0, MASTER_KEY_BYTES), masterSalt: bytes.slice(MASTER_KEY_BYTES) }
}
