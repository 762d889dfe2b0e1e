import { expect, test } from 'vitest'
import { compileShape, newId, Plan, Programme, type Programme as ProgrammeBody } from '../src/index.ts'
import { systemChance } from '../src/node.ts'

const programme: ProgrammeBody = {
  programmeId: 'p-1',
  name: 'Bản tin sáng',
  priority: 'routine',
  recurrence: { kind: 'daily', startTimes: ['05:00'] },
  validity: {},
  playlist: [
    {
      itemId: 'i-1',
      title: 'Bản tin',
      media: { sha256: 'a'.repeat(64), sizeBytes: 10, durationMs: 1000 },
      repeats: 1,
      gapMs: 0,
    },
  ],
  latenessMsMax: 600_000,
  onInterrupted: 'resume',
  mayBeCut: false,
}

test('unknown fields are refused, or ignored at every depth where that is asked for', () => {
  const [item] = programme.playlist
  const extended = { ...programme, playlist: [{ ...item, colour: 'red' }] }
  expect(compileShape(Programme).check(programme)).toBe(true)
  expect(compileShape(Programme).check(extended)).toBe(false)
  expect(compileShape(Programme).explain(extended)).toMatch(/^\/playlist\/0/)
  expect(compileShape(Programme, { unknownFields: 'ignore' }).check(extended)).toBe(true)
})

test('wrong values are refused however unknown fields are taken', () => {
  const check = compileShape(Plan, { unknownFields: 'ignore' })
  const plan = (changes: Record<string, unknown>) => ({
    programmes: [{ ...programme, ...changes }],
    stopped: [],
  })
  expect(check.check(plan({}))).toBe(true)
  for (const changes of [
    { recurrence: { kind: 'daily', startTimes: ['24:00'] } },
    { recurrence: { kind: 'weekly', weekdays: [7], startTimes: ['05:00'] } },
    { priority: 'emergency' },
    { playlist: [] },
    { latenessMsMax: -1 },
    { validity: { from: '2026-13-01' } },
    { volumePercent: 101 },
  ]) {
    expect(check.check(plan(changes)), JSON.stringify(changes)).toBe(false)
  }
})

test('ids are fresh and fit for a topic', () => {
  const ids = new Set(Array.from({ length: 1000 }, () => newId('b', systemChance)))
  expect(ids.size).toBe(1000)
  for (const id of ids) expect(id).toMatch(/^b-[0-9a-hjkmnp-tv-z]{16}$/)
})
