import { MINUTE_MS } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { RecordKeeper } from '../../src/conductor/records/record-keeper.ts'
import { START_AT } from '../sealing.ts'
import { Rig, TONE_MS } from './rig.ts'

const DUE_AT = START_AT + 30_000
const SOUNDS = 4

/** A sound every minute; the disk is in trouble from before the second until after the third. */
async function liveWith(trouble: (rig: Rig) => void) {
  const rig = new Rig()
  const programmes = Array.from({ length: SOUNDS }, (_, index) =>
    rig.programme(DUE_AT + index * MINUTE_MS, { programmeId: `tin-${index}` }),
  )
  const life = await rig.startLife(rig.plan(...programmes))
  await rig.clock.runUntil(DUE_AT + MINUTE_MS / 2)
  const before = await life.records()
  trouble(rig)
  await rig.clock.runUntil(DUE_AT + 2.5 * MINUTE_MS)
  const during = { records: await life.records(), waiting: life.room.conductor.accounting().waiting }
  rig.disk.mend()
  await rig.clock.runUntil(DUE_AT + SOUNDS * MINUTE_MS)
  const after = { records: await life.records(), waiting: life.room.conductor.accounting().waiting }
  const sounds = life.output.sounds()
  await life.stop()
  return { rig, sounds, before, during, after }
}

test.each([
  ['full', (rig: Rig) => rig.disk.occupy(50_000_000)],
  ['failing', (rig: Rig) => rig.disk.failWrites()],
])(
  'a %s disk: everything sounds, nothing stored is lost, and the records come when it takes them',
  async (_name, trouble) => {
    const { rig, sounds, before, during, after } = await liveWith(trouble)
    expect(sounds.map(({ from }) => Math.floor((from - START_AT) / MINUTE_MS))).toEqual([0, 1, 2, 3])
    for (const { from, until } of sounds) expect(until - from).toBeGreaterThan(TONE_MS - 100)
    expect(before).toHaveLength(1)
    expect(during).toMatchObject({ records: before, waiting: 2 })
    expect(rig.failures.length).toBeGreaterThan(0)
    expect(after.waiting).toBe(0)
    expect(after.records.map(({ broadcastId, outcome }) => `${broadcastId} ${outcome}`)).toEqual(
      Array.from({ length: SOUNDS }, (_, index) => `tin-${index}@once heard`),
    )
  },
)

test('a slow disk: everything sounds on time, and the records come after', async () => {
  const { sounds, after } = await liveWith((rig) => rig.disk.slowDown(8_000))
  expect(sounds).toHaveLength(SOUNDS)
  for (const [index, { from }] of sounds.entries())
    expect(Math.abs(from - DUE_AT - index * MINUTE_MS)).toBeLessThan(50)
  expect(after).toMatchObject({ waiting: 0, records: Array(SOUNDS).fill({ outcome: 'heard' }) })
})

test('records that wait for the disk are bounded: the oldest go, counted and told', async () => {
  const { rig, during } = await liveWith((each) => each.disk.failWrites())
  const [draft] = during.records
  if (!draft) throw new Error('there is no record')
  let told = 0
  const keeper = new RecordKeeper({
    clock: rig.clock,
    outbox: { append: () => new Promise<number>(() => {}) },
    onFailure: () => {},
    onLost: () => {
      told += 1
    },
    draftsMax: 10,
  })
  for (let index = 0; index < 25; index += 1) keeper.add({ ...draft, occurrenceId: `tin/${index}` })
  expect(keeper.pending().map(({ occurrenceId }) => occurrenceId)[0]).toBe('tin/15')
  expect([keeper.pending().length, keeper.lostCount, told]).toEqual([10, 15, 15])
})

test.each([
  ['full', (rig: Rig) => rig.disk.occupy(50_000_000)],
  ['failing', (rig: Rig) => rig.disk.failWrites()],
])('an agent begins and plays on a disk that is %s and holds a torn record', async (_name, trouble) => {
  const rig = new Rig()
  const plan = rig.plan(
    rig.programme(DUE_AT, { programmeId: 'truoc' }),
    rig.programme(DUE_AT + MINUTE_MS, { programmeId: 'sau' }),
  )
  const first = await rig.startLife(plan)
  await rig.clock.runUntil(DUE_AT + MINUTE_MS / 2)
  void rig.disk.open().append('outbox/000000000001.jws', Buffer.from('eyJhbGciOiJ'))
  await rig.clock.advance(10)
  await rig.powerCut(first)
  trouble(rig)
  const second = await rig.startLife(plan)
  await rig.clock.runUntil(DUE_AT + MINUTE_MS + 10_000)
  expect(second.output.sounds()).toHaveLength(1)
  rig.disk.mend()
  await rig.clock.advance(MINUTE_MS)
  const records = await second.records()
  expect(records.map(({ broadcastId, sequence }) => `${sequence} ${broadcastId}`)).toEqual([
    '1 truoc@once',
    '2 sau@once',
  ])
  await second.stop()
})
