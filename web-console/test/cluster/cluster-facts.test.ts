import type { AreaAnswer, ClusterAnswer, Health } from '@tieng-lang/protocol/browser'
import { expect, test } from 'vitest'
import { quietWindowParts } from '../../src/components/quiet-hours/quiet-window-parts.ts'
import { measuredLines } from '../../src/views/cluster/measured/measured-lines.ts'
import { sourceOf } from '../../src/views/cluster/settings/say-settings.ts'

const area = (areaId: string, parentId: string | null, settings: AreaAnswer['settings']): AreaAnswer => ({
  ...{ areaId, parentId, settings, code: null, name: areaId, version: 1 },
})
const windows = [{ from: '21:00', until: '05:00' }]

function cluster(quietHours?: ClusterAnswer['settings']['quietHours']): ClusterAnswer {
  return {
    ...{ clusterId: 'c', areaId: 'xa', movingFromAreaId: null, name: 'C', position: null, device: null },
    settings: {
      ...{ zones: [], isSpecialArea: false, cacheBytesMax: 1_000_000, ...(quietHours && { quietHours }) },
      volume: { defaultPercent: 70, emergencyPercent: 100, hardCapPercent: 100, byTimeOfDay: [] },
    },
    effective: { quietHours: { windows }, timeZone: 'Asia/Ho_Chi_Minh' },
    ...{ createdAt: 0, version: 1 },
  }
}

test('a setting comes from the cluster, else from the nearest area that says it, else from the server', () => {
  const areas = [area('tinh', null, { quietHours: { windows } }), area('xa', 'tinh', {})]
  expect(sourceOf('quietHours', cluster({ windows }), areas)).toEqual({ kind: 'cluster' })
  expect(sourceOf('quietHours', cluster(), areas)).toEqual({ kind: 'area', name: 'tinh' })
  expect(sourceOf('timeZone', cluster(), areas)).toEqual({ kind: 'server' })
})

test('quiet windows: the week from Monday, days before months, equal ends are the whole day', () => {
  const season = { from: '11-01', until: '03-31' }
  expect(quietWindowParts({ from: '21:00', until: '21:00', weekdays: [0, 6, 1], season })).toEqual({
    ...{ isAllDay: true, hours: '21:00–21:00', days: [1, 6, 0] },
    season: { from: '01/11', until: '31/03' },
  })
})

test('what the board cannot measure stays unmeasured, and only a fault is one', () => {
  const board: Health['board'] = {
    ...{ isResponding: true, isPowerOn: false, isProtectionTripped: null, mainsV: 220, dcV: null },
    ...{ supplyCurrentA: null, temperatureC: null, microphoneDb: null, hasTuner: false },
    lines: [{ currentA: 0.5, impedanceOhm: null, faultBits: 4 }],
  }
  const health: Health = {
    ...{ at: 0, bootId: 'b', uptimeS: 1, playing: null, next: null, volumePercent: 70, refusals: {} },
    ...{ planRevision: 1, configRevision: 1, outbox: { last: 0, storedThrough: 0 } },
    clock: { state: 'trusted', offsetMs: null },
    media: { wanted: 0, held: 0, bytes: 0, missing: [] },
    board,
    output: { isAligned: true, delayMs: null, starvations: 0 },
  }
  const lines = measuredLines(health)
  const of = (word: string) => lines.find((line) => line.word === word)
  expect(of('mains')).toMatchObject({ value: 220, unit: 'V' })
  expect(of('supply')).toMatchObject({ value: null })
  expect(of('power')).toMatchObject({ value: false, isFault: false })
  expect(of('protection')).toMatchObject({ value: null, isFault: false })
  expect(of('tuner')).toMatchObject({ value: false, isFault: false })
  expect(of('lineFault')).toMatchObject({ value: true, isFault: true, line: 1 })
})
