import { expect, test } from 'vitest'
import { isInDraftToo, withoutTwins } from '../../src/views/programmes/model/draft-twins.ts'

const entry = (broadcastId: string, isPlaying: boolean, endAt = 10) => ({
  ...{ broadcastId, isPlaying, startAt: 0, endAt },
})

test('what a draft leaves as it plays is shown once', () => {
  const playing = entry('a@2026-02-17T05:30', true)
  const longer = entry('a@2026-02-18T05:30', false, 20)
  const entries = [playing, entry('a@2026-02-17T05:30', false), entry('a@2026-02-18T05:30', true), longer]
  expect(withoutTwins(entries)).toEqual([playing, entries[2], longer])
  expect(isInDraftToo(entries, playing)).toBe(true)
  expect(isInDraftToo(entries, entry('a@2026-02-18T05:30', true))).toBe(false)
})
