import type { ForecastLine } from '@tieng-lang/protocol/browser'
import { expect, test } from 'vitest'
import { groupForecast } from '../../src/components/next-day/forecast-groups.ts'

function line(occurrenceId: string, over: Partial<ForecastLine>): ForecastLine {
  const [broadcastId = ''] = occurrenceId.split('/')
  return {
    ...{ occurrenceId, broadcastId, programmeId: 'morning', programmeName: 'Bản tin sáng', title: 'Tin' },
    ...{
      isRelay: false,
      priority: 'routine',
      dueAt: 0,
      startAt: 0,
      endAt: 10,
      outcome: 'heard',
      reason: null,
      ...over,
    },
  }
}

test('a broadcast stands together, repeats that fare alike as one', () => {
  const groups = groupForecast([
    line('b@once/x/1', { startAt: 50, endAt: 60, dueAt: 50 }),
    line('a@once/x/1', { startAt: 0, endAt: 10 }),
    line('a@once/x/2', { startAt: 10, endAt: 20, dueAt: 10 }),
    line('a@once/x/3', { startAt: null, endAt: null, dueAt: 20, outcome: 'notHeard', reason: 'quietHours' }),
  ])
  expect(groups.map(({ broadcastId, startAt, endAt }) => [broadcastId, startAt, endAt])).toEqual([
    ['a@once', 0, 20],
    ['b@once', 50, 60],
  ])
  expect(groups[0]?.spells.map(({ count, outcome, endAt }) => [count, outcome, endAt])).toEqual([
    [2, 'heard', 20],
    [1, 'notHeard', null],
  ])
})

test('where nothing is heard a broadcast has no end', () => {
  const [group] = groupForecast([
    line('a@once/x/1', { startAt: null, endAt: null, dueAt: 7, outcome: 'notHeard', reason: 'tooLate' }),
  ])
  expect(group).toMatchObject({ startAt: 7, endAt: null })
})
