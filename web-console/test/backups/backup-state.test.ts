import { expect, test } from 'vitest'
import { backupState, isDiskShort } from '../../src/views/backups/backup-state.ts'
import { sayGb, sayMb } from '../../src/views/backups/say-size.ts'

const DAY_MS = 86_400_000
const NOW = Date.parse('2026-11-21T08:00:00+07:00')

function newest(ageDays: number, audioMissingCount = 0) {
  const takenAt = NOW - ageDays * DAY_MS
  return { backups: [{ name: 'x', takenAt, sizeBytes: 1, audioCount: 1, audioMissingCount }] }
}

test('one of this night is good, one of three days ago is not, and none is worst', () => {
  expect(backupState(newest(0.2), NOW)).toBe('good')
  expect(backupState(newest(0.2, 1), NOW)).toBe('missing')
  expect(backupState(newest(3), NOW)).toBe('old')
  expect(backupState({ backups: [] }, NOW)).toBe('none')
})

test('the database must fit once more, beside what stays free', () => {
  const disk = { freeBytes: 0, backupFreeBytes: 1_000, databaseBytes: 600, freeBytesMin: 400 }
  expect(isDiskShort({ disk })).toBe(false)
  expect(isDiskShort({ disk: { ...disk, freeBytesMin: 401 } })).toBe(true)
})

test('sizes are written as the language writes numbers', () => {
  expect([sayMb(12_340_000, 'vi'), sayGb(12_340_000_000, 'en')]).toEqual(['12,3', '12.3'])
})
