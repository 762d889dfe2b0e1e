import { expect, test } from 'vitest'
import { PROBLEM_CODES } from '../../server/src/problem.ts'
import { problems as en } from '../../web-console/src/i18n/en/problems.ts'
import { problems as vi } from '../../web-console/src/i18n/vi/problems.ts'

/** Met by boards and programs only, never by a person before a page. */
const NOT_FOR_PEOPLE = new Set([
  'badConfig',
  'codeUnknown',
  'codeUsed',
  'codeEnded',
  'upgradeRequired',
  'tooManyConnections',
  'requestIdReused',
  'capRefused',
])

test.each([
  ['Vietnamese', vi],
  ['English', en],
])('every code that a person can meet has a sentence of what to do: %s', (_language, words) => {
  const missing = PROBLEM_CODES.filter((code) => !NOT_FOR_PEOPLE.has(code) && !(code in words))
  expect(missing).toEqual([])
})
