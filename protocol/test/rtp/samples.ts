import fc from 'fast-check'
import { expect } from 'vitest'
import {
  deriveSrtpKeys,
  type MediaKeys,
  mediaKeysOf,
  type Parsed,
  sessionKeyOf,
} from '../../src/rtp/index.ts'

export function hex(text: string): Buffer {
  return Buffer.from(text.replace(/\s/g, ''), 'hex')
}

/** What was read, where it had to be readable. */
export function parsedOf<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) expect.fail(`refused: ${parsed.code}, ${parsed.detail}`)
  return parsed.value
}

/** `taken`, or the code of the refusal. */
export function codeOf(parsed: Parsed<unknown>): string {
  return parsed.ok ? 'taken' : parsed.code
}

export const uint32 = fc.integer({ min: 0, max: 0xffff_ffff })
export const uint16 = fc.integer({ min: 0, max: 0xffff })
export const packetIndex = fc.integer({ min: 0, max: 2 ** 48 - 1 })

/** The master key of RFC 3711 appendix B.3. */
export const SESSION_KEY = sessionKeyOf(hex('E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6'))
export const KEYS = deriveSrtpKeys(SESSION_KEY)
export const OTHER_KEYS = deriveSrtpKeys(sessionKeyOf(Buffer.alloc(30, 7)))

const MEDIA_SECRET = Buffer.alloc(32, 3).toString('base64url')

export function mediaKeys(sessionId = 'live-1', mediaSecret = MEDIA_SECRET): MediaKeys {
  return parsedOf(mediaKeysOf(mediaSecret, sessionId))
}
