import { type MachineHealth, PART_CODES } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { shell as en } from '../../src/i18n/en/shell.ts'
import { shell as vi } from '../../src/i18n/vi/shell.ts'
import { machineTroubles } from '../../src/shell/machine-troubles.ts'

const WELL: MachineHealth = {
  ...{ at: 0, state: 'ok', uptimeS: 1, rssBytes: 1, databaseBytes: 1, walBytes: 1, documentsWaiting: 0 },
  parts: {
    database: { state: 'ok', code: null, writeMs: 3 },
    broker: { state: 'ok', code: null, acknowledgedMs: 2 },
    disk: { state: 'ok', code: null, freeBytes: 1_200_000_000, freePercent: 2 },
    eventLoop: { state: 'ok', code: null, delayP99Ms: 1, delayMsMax: 2 },
    clock: { state: 'ok', code: null, steppedMs: null },
  },
  clusters: { enrolled: 1, connected: 1, planBehind: 0 },
  losses: { clusters: 0, acks: 0, records: 0, storageFailures: 0 },
  missingRecords: 0,
}

test('a server that is well says nothing', () => {
  expect(machineTroubles(WELL)).toEqual([])
})

test('each part that is not well is said, and what clusters had to let go', () => {
  const parts = { ...WELL.parts, disk: { ...WELL.parts.disk, state: 'degraded', code: 'diskLow' } } as const
  const losses = { clusters: 2, acks: 5, records: 0, storageFailures: 0 }
  expect(machineTroubles({ ...WELL, parts, losses })).toMatchObject([
    { code: 'diskLow', freeGb: '1.2' },
    { code: 'losses', clusters: 2 },
  ])
})

test('what everyone is told by a banner of its own is not said twice', () => {
  const database = { state: 'failing', code: 'storageFull', writeMs: null } as const
  expect(machineTroubles({ ...WELL, parts: { ...WELL.parts, database } })).toEqual([])
})

test('each code that a part may have has a sentence of what to do', () => {
  for (const words of [vi, en])
    expect(Object.keys(words.machine)).toEqual(expect.arrayContaining([...PART_CODES]))
})
