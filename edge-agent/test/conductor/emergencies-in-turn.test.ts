import { expect, test } from 'vitest'
import type { Life, Rig } from './rig.ts'
import { DUE_AT, MESSAGE_MS, SIGNAL_MS, startLifeWithKit, warning } from './warnings.ts'

const WARNING_MS = SIGNAL_MS + MESSAGE_MS
/** Of instants at the horn: a frame, and the fade of what was cut. */
const CLOSE_MS = 100

/** Resolves at the first sample that is heard of what is armed; gives that instant. */
async function heard(rig: Rig, life: Life): Promise<number> {
  for (;;) {
    const { current } = life.room.conductor.output()
    if (current?.isHeard) return current.startAt
    await rig.clock.advance(10)
  }
}

const recordOf = async (life: Life, name: string) =>
  (await life.records()).find(({ occurrenceId }) => occurrenceId.startsWith(name))

test.each([
  ['armed', undefined],
  ['just begun', 30],
  ['in the middle', WARNING_MS / 2],
  ['in its last 200 ms', WARNING_MS - 160],
])(
  'a warning takes the loudspeaker from a less severe one that is %s, and that one is said again, whole',
  async (_, afterMs) => {
    const { rig, kit, life } = await startLifeWithKit()
    const take = (emergencyId: string, severity: 'Extreme' | 'Minor') =>
      life.room.conductor.emergencyTaken(warning(rig, kit, { emergencyId, severity }), 1)
    take('nho-1', 'Minor')
    if (afterMs === undefined) await rig.clock.advance(200)
    else await rig.clock.runUntil((await heard(rig, life)) + afterMs)
    const broughtAt = rig.clock.now()
    take('lon-1', 'Extreme')
    await rig.clock.advance(15_000)
    const [minor, extreme] = [await recordOf(life, 'nho-1'), await recordOf(life, 'lon-1')]
    expect([minor?.outcome, extreme?.outcome]).toEqual(['heard', 'heard'])
    expect((extreme?.startedAt ?? 0) - broughtAt).toBeLessThanOrEqual(afterMs === undefined ? 600 : CLOSE_MS)
    expect(Math.abs((minor?.endedAt ?? 0) - (extreme?.endedAt ?? 0) - WARNING_MS)).toBeLessThan(CLOSE_MS)
    await life.stop()
  },
)

// Near its end what comes next is armed already, and is then another thing to be remembered.
test.each([300, WARNING_MS - 300])(
  'a power cut %i ms into a warning: it is said again, then the less severe one, then the bulletin goes on',
  async (cutMs) => {
    const { rig, kit, life } = await startLifeWithKit()
    const minor = warning(rig, kit, { emergencyId: 'nho-1', severity: 'Minor' })
    const extreme = warning(rig, kit, { emergencyId: 'lon-1', severity: 'Extreme' })
    await rig.clock.runUntil(DUE_AT + 1_000)
    life.room.conductor.emergencyTaken(minor, 1)
    await rig.clock.advance(1_000)
    life.room.conductor.emergencyTaken(extreme, 1)
    await rig.clock.advance(cutMs)
    await rig.powerCut(life)
    await rig.clock.advance(1_000)
    const plan = rig.plan(rig.programme(DUE_AT))
    const second = await rig.startLife(plan, kit.configWithKit)
    for (const taken of [minor, extreme]) second.room.conductor.emergencyTaken(taken, 1)
    await rig.clock.advance(20_000)
    const records = (await second.records()).toSorted((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0))
    expect(records.map(({ occurrenceId, outcome }) => [occurrenceId, outcome])).toEqual([
      ['lon-1#1#0', 'heard'],
      ['nho-1#1#0', 'heard'],
      ['tin@once/tin/1', 'heard'],
    ])
    const [again = 0, lesser = 0] = records.map(({ endedAt }) => endedAt ?? 0)
    expect(Math.abs(lesser - again - WARNING_MS)).toBeLessThan(CLOSE_MS)
    await second.stop()
  },
)
