import type { EmergencyClusterLine, EmergencyLine } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { withLine } from '../../src/api/emergencies/take-emergency.ts'
import { AlarmNews } from '../../src/shell/emergency/alarm-news.ts'
import { inOrder, isUnresolved } from '../../src/views/emergency/follow/clusters/outcome-looks.ts'
import { nextSoundingAt } from '../../src/views/emergency/follow/next-sounding.ts'
import { sayTenths } from '../../src/views/emergency/follow/timeline/say-moment.ts'

const cluster = (change: Partial<EmergencyClusterLine>): EmergencyClusterLine => ({
  clusterId: 'c',
  name: 'Thôn',
  areaId: 'xa-1',
  position: null,
  outcome: 'heard',
  reason: null,
  evidence: null,
  heardAt: null,
  soundings: 1,
  isSounding: false,
  resolved: null,
  ...change,
})

const line = (change: Partial<EmergencyLine>): EmergencyLine => ({
  emergencyId: 'e-1',
  state: 'active',
  status: 'Actual',
  event: 'storm',
  severity: 'Severe',
  edition: 1,
  text: '',
  areaNames: ['Xã Đông'],
  raisedBy: 'Chị Lan',
  commander: 'Chị Lan',
  secondPerson: null,
  brokeGlass: false,
  origin: 'person',
  requestedAt: 1,
  sentAt: 2,
  expiresAt: 100_000,
  endedAt: null,
  counts: { targeted: 1, heard: 0, playedNotProven: 0, refused: 0, notReached: 0, waiting: 1 },
  ...change,
})

test('who needs somebody comes first; what is dealt with comes last; names count as numbers do', () => {
  const resolved = { by: 'Anh Hùng', at: 1, note: 'đã đi báo từng nhà' }
  const sorted = inOrder([
    cluster({ name: 'Thôn 10', outcome: 'heard' }),
    cluster({ name: 'Thôn 9', outcome: 'heard' }),
    cluster({ name: 'B', outcome: 'notReached', resolved }),
    cluster({ name: 'C', outcome: 'refused' }),
    cluster({ name: 'D', outcome: 'waiting' }),
    cluster({ name: 'E', outcome: 'notReached' }),
  ])
  expect(sorted.map(({ name }) => name)).toEqual(['E', 'C', 'D', 'Thôn 9', 'Thôn 10', 'B'])
  expect(sorted.filter(isUnresolved).map(({ name }) => name)).toEqual(['E', 'C'])
})

test('when it is said again: the next repeat before its end, and never after it is over', () => {
  const emergency = line({ sentAt: 0, expiresAt: 100_000 })
  const repeats = { repeatsAfterS: [30, 60, 90, 120] }
  expect(nextSoundingAt({ ...emergency, ...repeats }, 45_000)).toBe(60_000)
  expect(nextSoundingAt({ ...emergency, ...repeats }, 95_000)).toBeNull()
  expect(nextSoundingAt({ ...emergency, ...repeats, state: 'cancelled' }, 45_000)).toBeNull()
})

test('times of what happened are told to the tenth of a second, in the zone of the place', () => {
  expect(sayTenths(Date.UTC(2026, 9, 3, 12, 2, 7, 480), 'Asia/Ho_Chi_Minh')).toBe('19:02:07,4')
})

test('open emergencies: the newest first, each once, gone when it is over', () => {
  const first = withLine([], line({}))
  const second = withLine(first, line({ emergencyId: 'e-2', requestedAt: 5 }))
  expect(second.map(({ emergencyId }) => emergencyId)).toEqual(['e-2', 'e-1'])
  const changed = withLine(second, line({ edition: 2 }))
  expect(changed.map(({ edition }) => edition)).toEqual([1, 2])
  const over = withLine(changed, line({ state: 'cancelled' }))
  expect(over.map(({ emergencyId }) => emergencyId)).toEqual(['e-2'])
})

test('the alarm sounds once for each piece of news that is somebody else’s', () => {
  const news = new AlarmNews()
  expect(news.isNews(line({ state: 'awaiting' }), 'Anh Hùng')).toBe(true)
  expect(news.isNews(line({ state: 'awaiting' }), 'Anh Hùng')).toBe(false)
  expect(news.isNews(line({}), 'Anh Hùng')).toBe(true)
  expect(news.isNews(line({ edition: 2 }), 'Anh Hùng')).toBe(true)
  expect(news.isNews(line({ state: 'ended' }), 'Anh Hùng')).toBe(false)
  expect(new AlarmNews().isNews(line({}), 'Chị Lan')).toBe(false)
})
