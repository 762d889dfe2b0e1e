import { systemChance } from '@tieng-lang/protocol/node'
import { expect, test } from 'vitest'
import { checkPassword, newPassword } from '../../../src/access/sign-in/password-rules.ts'
import { Passwords } from '../../../src/access/sign-in/passwords.ts'

const chance = systemChance
const quick = new Passwords({ chance, checksMax: 2, log2N: 4 })

test('a hash is scrypt with N = 2^17, r = 8, p = 1, and another each time', async () => {
  const slow = new Passwords({ chance, checksMax: 1 })
  const hash = await slow.hash('sáo trúc bên đình')
  expect(hash).toMatch(/^scrypt\$17\$8\$1\$[\w-]{22}\$[\w-]{43}$/)
  expect(await quick.check(hash, 'sáo trúc bên đình', 'known')).toBe(true)
  expect(await quick.hash('a')).not.toBe(await quick.hash('a'))
})

test('nobody’s password is no password', async () => {
  expect(await quick.check(undefined, '', 'stranger')).toBe(false)
  expect(await quick.check(await quick.hash('one'), 'two', 'known')).toBe(false)
})

test('a crowd of strangers is turned away before it fills the memory, and keeps nobody out who is known', async () => {
  const hash = await quick.hash('right')
  const checks = Array.from({ length: 100 }, () => quick.check(hash, 'wrong', 'stranger'))
  const crowd = Promise.allSettled(checks)
  expect(await quick.check(hash, 'right', 'known')).toBe(true)
  const outcomes = await crowd
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(52)
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'tooBusy' } })
})

test.each(['aaaaaaaaaa', '1234567890', 'quantri-Xã-Vẽ', 'MatKhau2026!', 'qwertyuiop'])(
  '%s is guessed first and not taken',
  (password) => {
    expect(() => checkPassword(password, 'quantri')).toThrow('this password')
  },
)

test('a generated password is taken, and never the same', () => {
  const passwords = Array.from({ length: 100 }, () => newPassword(chance))
  for (const password of passwords) checkPassword(password, 'quantri')
  expect(new Set(passwords).size).toBe(100)
})
