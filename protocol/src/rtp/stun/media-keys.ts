import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import { type Parsed, refuse } from '../media-refusal.ts'
import { SESSION_KEY_BYTES, type SessionKey, sessionKeyBytes, sessionKeyOf } from '../srtp/session-key.ts'

/** What one cluster and the sender share for one live session; the cluster's media secret itself signs nothing. */
export interface MediaKeys {
  /** MESSAGE-INTEGRITY-SHA256 of the STUN exchange. */
  integrityKey: KeyObject
  /** Wraps the session key. */
  wrappingKey: KeyObject
}

const MEDIA_SECRET_BYTES = 32
const KEY_BYTES = 32
/** 30 bytes, filled up to 32, and 8 of integrity (RFC 5649 §3). */
export const WRAPPED_KEY_BYTES = 40
const WRAPPING = 'id-aes256-wrap-pad'
/** RFC 5649 §3. */
const ALTERNATIVE_INITIAL_VALUE = Buffer.from('a65959a6', 'hex')

/**
 * Two keys from `ClusterConfig.mediaSecret` (base64url, 32 bytes) by HKDF-SHA256 (RFC 5869), with the session's id as salt:
 * what was said in one session means nothing in another. Refuses `badSecret`.
 */
export function mediaKeysOf(mediaSecret: string, sessionId: string): Parsed<MediaKeys> {
  const secret = Buffer.from(mediaSecret, 'base64url')
  if (secret.length !== MEDIA_SECRET_BYTES) return refuse('badSecret', 'a media secret has 32 bytes')
  const keyFor = (purpose: string) =>
    createSecretKey(
      Buffer.from(hkdfSync('sha256', secret, sessionId, `tieng-lang media 1 ${purpose}`, KEY_BYTES)),
    )
  return { ok: true, value: { integrityKey: keyFor('integrity'), wrappingKey: keyFor('wrapping') } }
}

/** The session key for one cluster: AES-256 key wrap with padding (RFC 5649), since 30 bytes are no whole blocks. */
export function wrapSessionKey(sessionKey: SessionKey, { wrappingKey }: MediaKeys): Uint8Array {
  const cipher = createCipheriv(WRAPPING, wrappingKey, ALTERNATIVE_INITIAL_VALUE)
  return Buffer.concat([cipher.update(sessionKeyBytes(sessionKey)), cipher.final()])
}

/** Refuses `badSessionKey`: wrapped for somebody else, for another session, or changed on the way. */
export function unwrapSessionKey(wrapped: Uint8Array, { wrappingKey }: MediaKeys): Parsed<SessionKey> {
  if (wrapped.length !== WRAPPED_KEY_BYTES) return refuse('badSessionKey', `${wrapped.length} bytes`)
  try {
    const decipher = createDecipheriv(WRAPPING, wrappingKey, ALTERNATIVE_INITIAL_VALUE)
    const bytes = Buffer.concat([decipher.update(wrapped), decipher.final()])
    if (bytes.length !== SESSION_KEY_BYTES) return refuse('badSessionKey', `unwraps to ${bytes.length} bytes`)
    return { ok: true, value: sessionKeyOf(bytes) }
  } catch {
    return refuse('badSessionKey', 'wrapped with another key')
  }
}
