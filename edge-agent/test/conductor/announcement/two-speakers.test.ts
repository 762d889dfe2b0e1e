import { expect, test } from 'vitest'
import { START_AT } from '../../sealing.ts'
import { DELAY_MS, Horn } from './horn.ts'
import { differences, TOLERANCE_MS, UNPLAYED_MS } from './meeting.ts'

const FIRST_AT = START_AT + 20_000
const WIDE = { sessionId: 'noi-rong', targets: { areas: ['xa-a'], clusters: [] } }
const NARROW = { sessionId: 'noi-hep', targets: { areas: [], clusters: ['c-1'] } }
/** The amplifier was cold. */
const WARM_MS = 560

async function scene(): Promise<Horn> {
  const horn = new Horn(2_000)
  await horn.start([])
  await horn.rig.clock.runUntil(FIRST_AT)
  return horn
}

const codesOf = async (horn: Horn, soundId: string) =>
  (await horn.recordsOf(soundId)).map(({ outcome, reason }) => [outcome, reason])

test('who is taken over in some clusters and speaks on in others stays away where the other was, however often renewed', async () => {
  const horn = await scene()
  await horn.speak('otherVoice', WIDE, 11_000)
  await horn.rig.clock.advance(3_000)
  await horn.speak('voice', { ...NARROW, takesOver: true }, 3_000)
  for (const afterMs of [4_000, 6_000, 9_000]) {
    await horn.rig.clock.runUntil(FIRST_AT + afterMs)
    horn.renew(WIDE.sessionId)
  }
  await horn.rig.clock.advance(20_000)
  const takenAt = FIRST_AT + 3_000
  const runs = { wide: horn.watch.runs.otherVoice, narrow: horn.watch.runs.voice }
  expect([
    ...differences('otherVoice', [[FIRST_AT + WARM_MS, takenAt + UNPLAYED_MS]], runs.wide),
    ...differences('voice', [[takenAt + DELAY_MS, takenAt + DELAY_MS + 3_000]], runs.narrow),
    ...horn.watch.clashes,
  ]).toEqual([])
  expect(await codesOf(horn, 'noi-rong')).toEqual([['partlyHeard', 'preempted']])
  expect(await codesOf(horn, 'noi-hep')).toEqual([['heard', null]])
  await horn.stop()
})

test.each([
  ['the end of the first comes before who takes over', -30],
  ['the end of the first comes after who takes over', 30],
])('two revisions on their way at once: %s', async (_, endAfterMs) => {
  const horn = await scene()
  const end = await horn.speak('otherVoice', WIDE, 11_000)
  const takenAt = FIRST_AT + 3_000
  horn.rig.clock.after(takenAt + endAfterMs - horn.rig.clock.now(), end)
  await horn.rig.clock.runUntil(takenAt)
  await horn.speak('voice', { ...NARROW, takesOver: true }, 3_000)
  await horn.rig.clock.advance(20_000)
  const [first] = horn.watch.runs.otherVoice
  expect(horn.watch.runs.otherVoice).toHaveLength(1)
  expect((first?.untilAt ?? 0) - takenAt).toBeLessThanOrEqual(UNPLAYED_MS + TOLERANCE_MS)
  const voice = [[takenAt + DELAY_MS, takenAt + DELAY_MS + 3_000]] as const
  expect([...differences('voice', voice, horn.watch.runs.voice), ...horn.watch.clashes]).toEqual([])
  expect(await codesOf(horn, 'noi-rong')).toHaveLength(1)
  expect(await codesOf(horn, 'noi-hep')).toEqual([['heard', null]])
  await horn.stop()
})

test('three who take over from one another in the same second: the last is heard, never two', async () => {
  const horn = await scene()
  await horn.speak('otherVoice', WIDE, 8_000)
  await horn.rig.clock.advance(2_000)
  await horn.speak('voice', { ...NARROW, takesOver: true }, 6_000)
  await horn.rig.clock.advance(500)
  await horn.speak('station', { sessionId: 'noi-ba', takesOver: true }, 3_000)
  await horn.rig.clock.advance(20_000)
  const lastAt = FIRST_AT + 2_500
  const last = [[lastAt + DELAY_MS, lastAt + DELAY_MS + 3_000]] as const
  expect([...differences('station', last, horn.watch.runs.station), ...horn.watch.clashes]).toEqual([])
  expect(horn.heard('voice', lastAt + 200, lastAt + 20_000)).toEqual([])
  expect(horn.heard('otherVoice', lastAt, lastAt + 20_000)).toEqual([])
  for (const soundId of ['noi-rong', 'noi-hep', 'noi-ba'])
    expect(await codesOf(horn, soundId)).toHaveLength(1)
  await horn.stop()
})
