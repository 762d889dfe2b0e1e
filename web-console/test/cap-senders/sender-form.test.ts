import { expect, test } from 'vitest'
import {
  EMPTY_SENDER,
  isSenderReady,
  NEW_POLICY,
  newSenderOf,
} from '../../src/views/cap-senders/sender-form.ts'

const form = { ...EMPTY_SENDER, name: ' Đài ', senders: ' a@b.vn \n\nc@d.vn\na@b.vn', areaIds: ['xa'] }

test('senders are one a line, each once', () => {
  expect(newSenderOf(form)).toMatchObject({ name: 'Đài', senders: ['a@b.vn', 'c@d.vn'], policies: [] })
})

test('nothing is sent while a name, a sender, an area or a whole line of the policy is missing', () => {
  expect(isSenderReady(form)).toBe(true)
  expect(isSenderReady({ ...form, senders: ' \n' })).toBe(false)
  expect(isSenderReady({ ...form, areaIds: [] })).toBe(false)
  expect(isSenderReady({ ...form, policies: [NEW_POLICY] })).toBe(true)
  expect(isSenderReady({ ...form, policies: [{ ...NEW_POLICY, urgencies: [] }] })).toBe(false)
})

test('a new line of a policy waits for a person', () => {
  expect(NEW_POLICY.decision).toBe('wait')
})
