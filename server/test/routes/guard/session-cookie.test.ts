import { expect, test } from 'vitest'
import { loadConfig } from '../../../src/config.ts'
import {
  endedSessionCookie,
  sessionCookie,
  sessionTokenOf,
} from '../../../src/routes/guard/session-cookie.ts'

const config = loadConfig({ environment: {} })
const at = (...httpUrls: string[]) => ({ config, addresses: { httpUrls, mqttUrls: [], senders: [] } })

test('the cookie goes over TLS alone where the server is reached by TLS alone', () => {
  expect(sessionCookie(at('https://loa.vn'), 'abc')).toContain('; Secure')
  expect(sessionCookie(at('http://10.0.0.1'), 'abc')).not.toContain('Secure')
  expect(sessionCookie(at('https://loa.vn', 'http://10.0.0.1'), 'abc')).not.toContain('Secure')
})

test('no script sees it, no other site sends it, and it ends by itself after 14 days', () => {
  const cookie = sessionCookie(at('https://loa.vn'), 'abc')
  expect(cookie).toContain(`Max-Age=${14 * 24 * 3_600}`)
  expect(cookie).toContain('; Path=/; HttpOnly')
  expect(cookie).toContain('; SameSite=Strict')
  expect(endedSessionCookie(at('https://loa.vn'))).toContain('tl-session=; Max-Age=0')
})

test('it is found among others', () => {
  expect(sessionTokenOf('a=1; tl-session=abc; b=2')).toBe('abc')
  expect(sessionTokenOf('a=1')).toBeUndefined()
  expect(sessionTokenOf(undefined)).toBeUndefined()
})
