import { emptyOutput } from '@tieng-lang/scheduler'
import { expect, test } from 'vitest'
import { stateText } from '../../src/conductor/state-text.ts'

const RULES = { timeZone: 'Asia/Ho_Chi_Minh', quietHours: { windows: [] }, leadMs: 1_700 }

test('the text of a state says what JSON says of it, also when the list of what was done is the same or grows', () => {
  const rest = {
    drafts: [{ occurrenceId: 'sang@2026-03-02T05:15/tin/1' }],
    accountedUntil: 12,
    powerMode: 'auto',
  }
  const empty = emptyOutput(RULES)
  const one = { ...empty, done: [{ soundId: 'a "quoted" one', doneAt: 1 }] }
  const later = { ...one, decidedAt: 5 }
  const two = { ...one, done: [...one.done, { soundId: 'other', doneAt: 2 }] }
  for (const output of [empty, one, later, one, two, null])
    expect(JSON.parse(stateText({ ...rest, output }))).toEqual(
      JSON.parse(JSON.stringify({ ...rest, output })),
    )
})
