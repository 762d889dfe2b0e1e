import { expect, test } from 'vitest'
import {
  describeConflict,
  findConflicts,
  forecast,
  forecastSteps,
  listOccurrences,
  nextWakeAt,
  SLEEP_MS_MAX,
  type SoundRecord,
  soundOf,
} from '../src/index.ts'
import { configOf, inVietNam, itemOf, planOf, programmeOf, relayItemOf, soundNamed, ZONE } from './sample.ts'
import { Village } from './village.ts'

const DAY_MS = 86_400_000
const FROM = inVietNam('2026-02-17T00:00:00')
const QUIET = { windows: [{ from: '21:00', until: '05:00' }], sessionMinutesMax: 60, sessionsPerDayMax: 3 }

const morning = programmeOf('morning', {
  name: 'Bản tin sáng',
  playlist: [itemOf('a', { durationMs: 600_000, repeats: 2 })],
})
const relay = programmeOf('relay', {
  name: 'Tiếp sóng',
  recurrence: { kind: 'daily', startTimes: ['05:35'] },
  latenessMsMax: 60_000,
})
const late = programmeOf('late', {
  name: 'Bản tin tối',
  recurrence: { kind: 'daily', startTimes: ['20:50'] },
  playlist: [itemOf('a', { durationMs: 600_000 }), itemOf('b', { durationMs: 300_000 })],
})
const never = programmeOf('never', { name: 'Cũ', validity: { until: '2020-01-01' } })
const broken = programmeOf('broken', { name: 'Sai', recurrence: { kind: 'cron', expression: 'mỗi sáng' } })

test('the forecast is what the same arbitration lets a real player play', () => {
  const plan = planOf(morning, relay, late)
  const records = forecast(plan, configOf(QUIET), { from: FROM, until: FROM + DAY_MS })
  const told = records.map(({ sound, reason, startedAt }) => [
    sound.soundId,
    reason,
    startedAt && startedAt - FROM,
  ])
  expect(told.sort()).toEqual([
    ['late@2026-02-17T20:50/a/1', null, 75_000_000],
    ['late@2026-02-17T20:50/b/1', 'quietHours', null],
    ['morning@2026-02-17T05:30/a/1', null, 19_800_000],
    ['morning@2026-02-17T05:30/a/2', null, 20_400_000],
    ['relay@2026-02-17T05:35/one/1', 'tooLate', null],
  ])
  const village = new Village({ timeZone: ZONE, quietHours: QUIET, leadMs: 600 }, FROM)
  const due = listOccurrences(plan, { timeZone: ZONE, from: FROM, until: FROM + DAY_MS })
  village.give({ kind: 'due', sounds: due.map((each) => soundOf(each, 0)) })
  village.runFor(DAY_MS)
  const bySound = (a: SoundRecord, b: SoundRecord) => (a.sound.soundId < b.sound.soundId ? -1 : 1)
  expect(records.toSorted(bySound)).toEqual(village.records.toSorted(bySound))
})

test('in forecast and conflicts a relay is as long as it may last', () => {
  const evening = programmeOf('voh', {
    recurrence: { kind: 'daily', startTimes: ['20:55'] },
    playlist: [itemOf('a', { durationMs: 60_000 }), relayItemOf('b', { sha256: 'c'.repeat(64) })],
  })
  const span = { from: FROM, until: FROM + DAY_MS }
  const config = configOf(QUIET)
  expect(
    forecast(planOf(evening), config, span).map(({ reason, askedMs, sound }) => [
      reason,
      askedMs,
      sound.mediaSha256,
    ]),
  ).toEqual([
    ['quietHours', 600_000, null],
    [null, 60_000, 'a'.repeat(64)],
  ])
  expect(findConflicts(planOf(evening), config, span)).toMatchObject([
    { kind: 'runsIntoQuietHours', isCut: false, quietFrom: inVietNam('2026-02-17T21:00:00') },
  ])
})

test('a forecast of a dense plan goes as far as there are so many sounds, in small steps', () => {
  const dense = programmeOf('dense', {
    recurrence: { kind: 'cron', expression: '* * * * *' },
    playlist: [itemOf('a', { durationMs: 1_000, repeats: 10 })],
  })
  const span = { from: FROM, until: FROM + 7 * DAY_MS, soundsMax: 1_500 }
  let stepCount = 0
  const steps = forecastSteps(planOf(dense), configOf({ windows: [] }), span)
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) {
      expect(step.value.until).toBe(FROM + 2 * 3_600_000)
      expect(step.value.records).toHaveLength(1_200)
      break
    }
    stepCount += 1
  }
  expect(stepCount).toBeGreaterThan(1_200)
})

test('conflicts are told as data and as sentences, in Vietnamese and English', () => {
  const quietHours = { ...QUIET, sessionMinutesMax: 15, sessionsPerDayMax: 2 }
  const conflicts = findConflicts(planOf(morning, relay, late, never, broken), configOf(quietHours), {
    from: FROM,
    until: FROM + 2 * DAY_MS,
  })
  expect(conflicts.map(({ kind }) => kind)).toEqual([
    'neverOccurs',
    'neverOccurs',
    'sessionTooLong',
    'overlap',
    'runsIntoQuietHours',
    'tooManySessions',
  ])
  const vi = conflicts.map((conflict) => describeConflict(conflict, { language: 'vi', timeZone: ZONE }))
  expect(vi[3]).toBe(
    '“Bản tin sáng” và “Tiếp sóng” chồng giờ nhau 30 giây, lúc 05:35 ngày 17/02/2026. Trường hợp này xảy ra 2 lần trong khoảng thời gian đã kiểm tra.',
  )
  expect(vi[4]).toContain('lấn vào giờ yên lặng (từ 21:00): mục này sẽ không được phát')
  const en = conflicts.map((conflict) => describeConflict(conflict, { language: 'en', timeZone: ZONE }))
  expect(en[2]).toBe(
    '“Bản tin sáng” lasts 20 min, longer than the 15 min allowed for a session: the rest will not be played.',
  )
  for (const sentence of [...vi, ...en]) expect(sentence).toMatch(/[^ ]\.$/)
})

test('a slot that runs over midnight is told', () => {
  const night = programmeOf('night', {
    recurrence: { kind: 'daily', startTimes: ['23:55'] },
    playlist: [itemOf('a', { durationMs: 600_000 })],
  })
  const conflicts = findConflicts(planOf(night), configOf({ windows: [] }), {
    from: FROM,
    until: FROM + DAY_MS,
  })
  expect(conflicts).toMatchObject([{ kind: 'overMidnight', endsAt: FROM + DAY_MS + 300_000, count: 1 }])
})

test('the next wake-up is never over 30 s ahead and never now', () => {
  const village = new Village({ timeZone: ZONE, quietHours: { windows: [] }, leadMs: 600 }, FROM)
  expect(nextWakeAt(village.output, FROM)).toBe(FROM + SLEEP_MS_MAX)
  village.give({ kind: 'due', sounds: [soundNamed('one', { dueAt: FROM + 10_000 })] })
  expect(nextWakeAt(village.output, FROM)).toBe(FROM + 9_400)
  expect(nextWakeAt(village.output, FROM + 9_400)).toBeGreaterThan(FROM + 9_400)
})

test('an item past its days is passed over in conflicts and in the forecast; a day with nothing to say is told', () => {
  const dated = programmeOf('dated', {
    name: 'Có hạn',
    playlist: [
      itemOf('old', { durationMs: 600_000, validity: { until: '2026-02-17' } }),
      itemOf('news', { durationMs: 60_000, validity: { until: '2026-02-18' } }),
    ],
  })
  const other = programmeOf('other', { recurrence: { kind: 'daily', startTimes: ['05:35'] } })
  const span = { from: FROM, until: FROM + 3 * DAY_MS }
  const conflicts = findConflicts(planOf(dated, other), configOf({ windows: [] }), span)
  expect(conflicts).toMatchObject([
    { kind: 'nothingToSay', date: '2026-02-19', count: 1 },
    { kind: 'overlap', at: inVietNam('2026-02-17T05:35:00'), count: 1 },
  ])
  const heard = forecast(planOf(dated), configOf({ windows: [] }), span)
  expect(heard.map(({ sound }) => [sound.soundId, (sound.dueAt - FROM) % DAY_MS])).toEqual([
    ['dated@2026-02-17T05:30/old/1', 19_800_000],
    ['dated@2026-02-17T05:30/news/1', 20_400_000],
    ['dated@2026-02-18T05:30/news/1', 19_800_000],
  ])
})
