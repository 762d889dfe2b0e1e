import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, expect, test } from 'vitest'
import { SkewedClock } from './support/skewed-clock.ts'
import { Horn } from './support/sound/horn.ts'
import { makeSweep } from './support/sound/sweep.ts'
import { at, eventually, TestVillage } from './support/village.ts'

const SOUND_MS = 2_000
const STEP_MS = 9_000
const CLUSTER = 'cum-1'

let village: TestVillage
afterAll(() => village?.stop())

test('a step back that the server agrees with plays nothing twice: the instant comes again, the sound does not', async () => {
  // Server and cluster are wrong together, and are set right together: so the clock is trusted before and after.
  const clock = new SkewedClock()
  clock.wallOffsetMs = STEP_MS
  village = await TestVillage.start({ boards: [{ warmUpMs: 100 }], serverClock: clock, clockOf: () => clock })
  const bulletin = await village.addBulletin(await makeSweep(SOUND_MS / 1000))
  const dueAt = clock.now() + 4_000
  await village.playOnce(bulletin, { programmeId: 'mot-lan', at: dueAt, latenessMsMax: 60_000 })
  await eventually('the sound has its record', async () => (await village.playouts()).length === 1)
  const heardAt = dueAt - STEP_MS
  const [member] = village.members
  const horn = await Horn.of(member ?? { recordingPath: '' })
  expect(horn.isSilent({ from: heardAt, until: heardAt + SOUND_MS })).toBe(false)

  const setAt = systemClock.now()
  clock.wallOffsetMs = 0
  expect(clock.now()).toBeLessThan(dueAt - 3_000)
  await eventually(
    'the clock is trusted, by a report that was made after the step',
    () => {
      const health = village.health(CLUSTER)
      return health && health.at < dueAt && health.clock.state === 'trusted'
    },
    3_000,
  )
  expect(clock.now()).toBeLessThan(dueAt)
  await at(dueAt + SOUND_MS + 1_500)
  const after = await Horn.of(member ?? { recordingPath: '' })
  expect(after.isSilent({ from: setAt, until: systemClock.now() })).toBe(true)
  expect((await village.playouts()).length).toBe(1)
})
