import type { ProgrammeDefinition, Recurrence } from '@tieng-lang/protocol/browser'
import { expect, test } from 'vitest'
import { moveChoice, moveEvery, moveThisDay } from '../../src/views/programmes/model/move-slot.ts'
import { withLength } from '../../src/views/programmes/model/resize-slot.ts'

const timeZone = 'Asia/Ho_Chi_Minh'
/** A Tuesday and the Wednesday after it. */
const [tuesday, wednesday] = ['2026-02-17', '2026-02-18']

function programme(recurrence: Recurrence): ProgrammeDefinition {
  return {
    ...{ programmeId: 'morning', name: 'Bản tin sáng', priority: 'routine', recurrence, validity: {} },
    playlist: [{ itemId: 'news', bulletinId: 'news', title: 'Tin', repeats: 2, gapMs: 0 }],
    ...{ latenessMsMax: 600_000, onInterrupted: 'resume', mayBeCut: false },
  }
}

const earlier = { from: { date: tuesday, time: '05:30' }, to: { date: tuesday, time: '06:00' }, timeZone }
const nextDay = { from: { date: tuesday, time: '05:30' }, to: { date: wednesday, time: '05:30' }, timeZone }
const newId = () => 'fresh'

test('a single sounding moves without a question', () => {
  const definition = programme({ kind: 'once', at: 0 })
  expect(moveChoice(definition.recurrence, earlier)).toBe('onlyOne')
  expect(moveEvery(definition, earlier).changed.recurrence).toEqual({
    kind: 'once',
    at: Date.UTC(2026, 1, 16, 23),
  })
})

test('every sounding of a daily programme takes the new time', () => {
  const definition = programme({ kind: 'daily', startTimes: ['05:30', '17:00'] })
  expect(moveChoice(definition.recurrence, earlier)).toBe('thisDayOrEvery')
  expect(moveEvery(definition, earlier)).toEqual({
    changed: { ...definition, recurrence: { kind: 'daily', startTimes: ['06:00', '17:00'] } },
    added: [],
  })
})

test('another day of a daily programme can only mean this day', () => {
  expect(moveChoice({ kind: 'daily', startTimes: ['05:30'] }, nextDay)).toBe('thisDay')
})

test('every sounding of a weekly programme moves its weekday too', () => {
  const definition = programme({ kind: 'weekly', weekdays: [2, 4], startTimes: ['05:30'] })
  expect(moveEvery(definition, nextDay).changed.recurrence).toEqual({
    kind: 'weekly',
    weekdays: [3, 4],
    startTimes: ['05:30'],
  })
})

test('only this day: an exception, and a programme of dates that keeps the other times of that day', () => {
  const definition = programme({ kind: 'daily', startTimes: ['05:30', '17:00'] })
  const { changed, added } = moveThisDay(definition, { ...earlier, dayTimes: ['05:30', '17:00'], newId })
  expect(changed).toEqual({ ...definition, validity: { exceptions: [tuesday] } })
  expect(added).toEqual([
    {
      ...definition,
      programmeId: 'fresh',
      recurrence: { kind: 'dates', dates: [tuesday], startTimes: ['06:00', '17:00'] },
    },
  ])
})

test('only this day, to another day: what else the day had stays on it', () => {
  const definition = programme({ kind: 'cron', expression: '30 5,17 * * *' })
  const { changed, added } = moveThisDay(definition, { ...nextDay, dayTimes: ['05:30', '17:30'], newId })
  expect(changed.validity).toEqual({ exceptions: [tuesday] })
  expect(added.map(({ recurrence }) => recurrence)).toEqual([
    { kind: 'dates', dates: [wednesday], startTimes: ['05:30'] },
    { kind: 'dates', dates: [tuesday], startTimes: ['17:30'] },
  ])
})

test('of chosen dates one is exchanged, and the last is never taken away', () => {
  const two = programme({ kind: 'dates', dates: [tuesday, '2026-02-20'], startTimes: ['05:30'] })
  expect(moveChoice(two.recurrence, nextDay)).toBe('onlyOne')
  expect(moveThisDay(two, { ...nextDay, dayTimes: ['05:30'], newId })).toEqual({
    changed: {
      ...two,
      recurrence: { kind: 'dates', dates: [wednesday, '2026-02-20'], startTimes: ['05:30'] },
    },
    added: [],
  })
  const one = programme({ kind: 'dates', dates: [tuesday], startTimes: ['05:30'] })
  expect(moveThisDay(one, { ...nextDay, dayTimes: ['05:30'], newId }).changed.recurrence).toEqual({
    kind: 'dates',
    dates: [wednesday],
    startTimes: ['05:30'],
  })
})

test('a longer slot of one item says it more often; of several items nothing is guessed', () => {
  const definition = programme({ kind: 'daily', startTimes: ['05:30'] })
  const longer = withLength(definition, { lengthMs: 610_000, lengthMsBefore: 240_000 })
  expect(longer?.playlist[0]?.repeats).toBe(5)
  expect(withLength(definition, { lengthMs: 250_000, lengthMsBefore: 240_000 })).toBeNull()
  const several = { ...definition, playlist: [...definition.playlist, ...definition.playlist] }
  expect(withLength(several, { lengthMs: 610_000, lengthMsBefore: 240_000 })).toBeNull()
})

test('one time of a single chosen day goes to another day: the other times stay', () => {
  const definition = programme({ kind: 'dates', dates: [tuesday], startTimes: ['05:30', '17:00'] })
  const { changed, added } = moveThisDay(definition, { ...nextDay, dayTimes: ['05:30', '17:00'], newId })
  expect(changed.recurrence).toEqual({ kind: 'dates', dates: [tuesday], startTimes: ['17:00'] })
  expect(added[0]?.recurrence).toEqual({ kind: 'dates', dates: [wednesday], startTimes: ['05:30'] })
})
