import { type Cancellable, MINUTE_MS, SECOND_MS } from '@tieng-lang/protocol'
import { beforeEach, expect, test } from 'vitest'
import { SignInLimit } from '../../../src/access/sign-in/sign-in-limit.ts'

let nowMs = 0
let limit: SignInLimit
beforeEach(() => {
  nowMs = 0
  const none: Cancellable = { cancel: () => {} }
  limit = new SignInLimit({ now: () => nowMs, monotonicMs: () => nowMs, after: () => none }, 30)
})

const lan = { loginName: 'lan', address: '10.0.0.2', isKnown: true }
const stranger = (number: number) => ({ loginName: 'lan', address: `203.0.113.${number}`, isKnown: false })
const isTaken = (attempt: typeof lan) => {
  try {
    limit.take(attempt)
    return true
  } catch (cause) {
    expect(cause).toMatchObject({ code: 'tooManyRequests' })
    return false
  }
}

test('five wrong passwords cost nothing; then each doubles the wait, up to a quarter of an hour', () => {
  for (let tries = 0; tries < 5; tries += 1) expect(isTaken(lan)).toBe(true)
  for (let seconds = 1; seconds < 900; seconds *= 2) {
    expect(isTaken(lan)).toBe(false)
    nowMs += seconds * SECOND_MS - 1
    expect(isTaken(lan)).toBe(false)
    nowMs += 1
    expect(isTaken(lan)).toBe(true)
  }
  nowMs += 15 * MINUTE_MS
  expect(isTaken(lan)).toBe(true)
})

test('a crowd of strangers slows one another down, and not the person who is known', () => {
  const taken = Array.from({ length: 200 }, (_, number) => isTaken(stranger(number % 250)))
  expect(taken.filter(Boolean)).toHaveLength(5)
  expect(isTaken(lan)).toBe(true)
})

test('a stranger to a name waits half a minute at most, however many others try it', () => {
  for (let minute = 0; minute < 30; minute += 1) {
    for (let number = 0; number < 5; number += 1) isTaken(stranger(number))
    nowMs += MINUTE_MS
  }
  isTaken(stranger(77))
  nowMs += 30 * SECOND_MS
  expect(isTaken(stranger(78))).toBe(true)
})

test('the right password forgets the wrong ones given there', () => {
  for (let tries = 0; tries < 5; tries += 1) isTaken(lan)
  nowMs += SECOND_MS
  limit.take(lan)
  limit.forget(lan)
  for (let tries = 0; tries < 5; tries += 1) expect(isTaken(lan)).toBe(true)
})

test('one address may try thirty names a minute, and is nobody’s business after that', () => {
  const names = Array.from({ length: 40 }, (_, number) => ({
    loginName: `ten-${number}`,
    address: '198.51.100.7',
    isKnown: false,
  }))
  expect(names.map(isTaken).filter(Boolean)).toHaveLength(30)
  expect(isTaken({ ...lan, address: '198.51.100.7' })).toBe(true)
})
