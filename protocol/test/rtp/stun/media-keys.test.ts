import { expect, it } from 'vitest'
import {
  createSessionKey,
  unwrapSessionKey,
  WRAPPED_KEY_BYTES,
  wrapSessionKey,
} from '../../../src/rtp/index.ts'
import { codeOf, mediaKeys, parsedOf, SESSION_KEY } from '../samples.ts'

it('RFC 5649: a session key is unwrapped by its cluster in its session, and by nobody else', () => {
  const wrapped = wrapSessionKey(SESSION_KEY, mediaKeys())
  expect(wrapped).toHaveLength(WRAPPED_KEY_BYTES)
  expect(Buffer.from(wrapped).includes(Buffer.from(SESSION_KEY.masterKey))).toBe(false)
  expect(parsedOf(unwrapSessionKey(wrapped, mediaKeys()))).toEqual(SESSION_KEY)
  expect(codeOf(unwrapSessionKey(wrapped, mediaKeys('live-2')))).toBe('badSessionKey')
})

it('a wrapped key is refused with any byte changed, and of any other length', () => {
  const wrapped = wrapSessionKey(SESSION_KEY, mediaKeys())
  for (let offset = 0; offset < wrapped.length; offset += 1) {
    const changed = Buffer.from(wrapped)
    changed[offset] = (changed[offset] ?? 0) ^ 1
    expect(codeOf(unwrapSessionKey(changed, mediaKeys()))).toBe('badSessionKey')
    expect(codeOf(unwrapSessionKey(wrapped.subarray(0, offset), mediaKeys()))).toBe('badSessionKey')
  }
})

it('a session key is sixteen bytes of key and fourteen of salt, from the chance that is passed in', () => {
  let asked = 0
  const bytes = (length: number) => {
    asked = length
    return Uint8Array.from({ length }, (_, index) => index)
  }
  const { masterKey, masterSalt } = createSessionKey({ next: () => 0, bytes })
  expect(asked).toBe(30)
  expect([masterKey.length, masterSalt.length, masterSalt[0]]).toEqual([16, 14, 16])
})
