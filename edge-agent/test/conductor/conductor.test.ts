import { DAY_MS } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { config, START_AT } from '../sealing.ts'
import { Rig, TONE_MS } from './rig.ts'

const DUE_AT = START_AT + 30_000

test('a sound of the plan is heard at its time, with its amplifier warm, and has one record', async () => {
  const rig = new Rig()
  const life = await rig.startLife(rig.plan(rig.programme(DUE_AT)))
  await rig.clock.runUntil(DUE_AT + 20_000)
  const [sound, ...others] = life.output.sounds()
  expect(others).toEqual([])
  expect(Math.abs((sound?.from ?? 0) - DUE_AT)).toBeLessThanOrEqual(20)
  const [atStart, on, off] = life.board.switched
  expect(atStart?.isOn).toBe(false)
  expect(on?.isOn).toBe(true)
  expect(DUE_AT - (on?.at ?? 0)).toBeGreaterThanOrEqual(rig.warmUpMs)
  expect(off?.isOn).toBe(false)
  expect(off?.at).toBeGreaterThan(DUE_AT + TONE_MS)
  expect(await life.records()).toMatchObject([
    { outcome: 'heard', reason: null, dueAt: DUE_AT, startedAt: DUE_AT, heardMs: TONE_MS, volumePercent: 60 },
  ])
  await life.stop()
})

test('audio that never comes is waited for until its lateness, and then has one record: audioMissing', async () => {
  const rig = new Rig()
  rig.media.setReachable(false)
  const life = await rig.startLife(rig.plan(rig.programme(DUE_AT)))
  await rig.clock.runUntil(DUE_AT + 19_000)
  expect(await life.records()).toEqual([])
  await rig.clock.runUntil(DUE_AT + 90_000)
  expect(await life.records()).toMatchObject([{ outcome: 'notHeard', reason: 'audioMissing', heardMs: 0 }])
  rig.media.setReachable(true)
  await rig.clock.runUntil(DUE_AT + 600_000)
  expect(life.output.sounds()).toEqual([])
  expect((await life.records()).length).toBe(1)
  await life.stop()
})

test('audio that comes within the lateness is heard whole, late', async () => {
  const rig = new Rig()
  rig.media.setReachable(false)
  const life = await rig.startLife(rig.plan(rig.programme(DUE_AT, { latenessMsMax: 200_000 })))
  await rig.clock.runUntil(DUE_AT + 10_000)
  rig.media.setReachable(true)
  await rig.clock.runUntil(DUE_AT + 200_000)
  const [sound] = life.output.sounds()
  expect(sound?.from).toBeGreaterThan(DUE_AT + 10_000)
  expect(await life.records()).toMatchObject([
    { outcome: 'heard', reason: null, heardMs: TONE_MS, dueAt: DUE_AT },
  ])
  await life.stop()
})

test('what is due at once waits for a cold amplifier, and is then heard whole', async () => {
  const rig = new Rig()
  rig.warmUpMs = 3_000
  const tomorrow = rig.programme(DUE_AT + DAY_MS, { programmeId: 'mai' })
  const life = await rig.startLife(rig.plan(tomorrow))
  await rig.clock.runUntil(DUE_AT)
  const sinceAt = rig.clock.now()
  life.room.conductor.planTaken({
    body: rig.plan(tomorrow, rig.programme(sinceAt)),
    revision: 2,
    validUntil: null,
  })
  await rig.clock.advance(20_000)
  const on = life.board.switched.find(({ isOn }) => isOn)
  const [sound] = life.output.sounds()
  expect((sound?.from ?? 0) - (on?.at ?? 0)).toBeGreaterThanOrEqual(3_000 - 20)
  expect((sound?.from ?? 0) - sinceAt).toBeLessThan(4_000)
  expect(await life.records()).toMatchObject([{ outcome: 'heard', heardMs: TONE_MS }])
  await life.stop()
})

test('a relay that does not answer is tried again; the sound is played all the same, and what was muted is not claimed', async () => {
  const rig = new Rig()
  const life = await rig.startLife(rig.plan(rig.programme(DUE_AT)))
  life.board.isDead = true
  await rig.clock.runUntil(DUE_AT + 500)
  expect(rig.failures.length).toBeGreaterThan(1)
  life.board.isDead = false
  await rig.clock.runUntil(DUE_AT + 5_000)
  const [on] = life.board.switched
  expect(on?.isOn).toBe(true)
  const mutedMs = (on?.at ?? 0) + rig.warmUpMs - DUE_AT
  const [record, ...others] = await life.records()
  expect(others).toEqual([])
  expect(record).toMatchObject({ outcome: 'partlyHeard', reason: 'joinedLate', evidence: 'none' })
  expect(Math.abs((record?.heardMs ?? 0) - (TONE_MS - mutedMs))).toBeLessThanOrEqual(20)
  await life.stop()
})

test('a board that measures a current proves the sound; one that measures nothing proves nothing', async () => {
  for (const [atRest, sounding, evidence] of [
    [0, 0.4, 'lineCurrent'],
    [null, null, 'none'],
  ] as const) {
    const rig = new Rig()
    const life = await rig.startLife(rig.plan(rig.programme(DUE_AT)))
    life.board.lineCurrentA = atRest
    await rig.clock.runUntil(DUE_AT)
    life.board.lineCurrentA = sounding
    await rig.clock.advance(TONE_MS)
    life.board.lineCurrentA = atRest
    await rig.clock.advance(20_000)
    expect(await life.records()).toMatchObject([{ outcome: 'heard', evidence }])
    await life.stop()
  }
})

test('an amplifier that was switched off by command stays off, and the record says so', async () => {
  const rig = new Rig()
  const life = await rig.startLife(rig.plan(rig.programme(DUE_AT)))
  await rig.command(life, { name: 'amplifier', power: 'off' })
  await rig.clock.runUntil(DUE_AT + 30_000)
  expect(life.output.sounds()).toEqual([])
  expect(life.board.switched.filter(({ isOn }) => isOn)).toEqual([])
  expect(await life.records()).toMatchObject([{ outcome: 'notHeard', reason: 'amplifierOff' }])
  await life.stop()
})

// START_AT is 21:53:20 in Viet Nam.
const byTimeOfDay = [{ from: '21:00', until: '22:00', percent: 30 }]

test('volume: by the time of day, by command until another setting comes, and never above the hard cap', async () => {
  const rig = new Rig()
  const volume = { ...config.volume, byTimeOfDay, hardCapPercent: 50 }
  const life = await rig.startLife(rig.plan(rig.programme(DUE_AT)), { ...config, volume })
  const { conductor } = life.room
  expect(conductor.volumePercent()).toBe(30)
  await rig.command(life, { name: 'volume', percent: 80 })
  expect(conductor.volumePercent()).toBe(50)
  await rig.command(life, { name: 'volume', percent: 40 })
  expect(conductor.volumePercent()).toBe(40)
  conductor.configTaken({ ...config, volume, name: 'Cụm khác' })
  expect(conductor.volumePercent()).toBe(40)
  await rig.clock.runUntil(DUE_AT + 1_000)
  const loud = life.output.sounds()[0]?.level ?? 0
  conductor.configTaken({ ...config, volume: { ...volume, hardCapPercent: 10 } })
  expect(conductor.volumePercent()).toBe(10)
  await rig.clock.advance(200)
  expect(life.output.frames.at(-1)?.level).toBeLessThan(loud / 2)
  await rig.clock.advance(10_000)
  expect(await life.records()).toMatchObject([{ volumePercent: 10 }])
  await life.stop()
})

test('what a stalled output swallowed is not claimed as heard', async () => {
  const rig = new Rig()
  const life = await rig.startLife(rig.plan(rig.programme(DUE_AT)))
  await rig.clock.runUntil(DUE_AT + 500)
  life.output.stallMs = 700
  await rig.clock.runUntil(DUE_AT + 20_000)
  const [record, ...others] = await life.records()
  expect(others).toEqual([])
  expect(record).toMatchObject({ outcome: 'partlyHeard', reason: 'outputStarved' })
  expect(record?.heardMs).toBeGreaterThan(TONE_MS - 800)
  expect(record?.heardMs).toBeLessThan(TONE_MS - 600)
  await life.stop()
})

test('a sound whose first moments a stalled output swallowed is not said to have begun before it was heard', async () => {
  const rig = new Rig()
  const life = await rig.startLife(rig.plan(rig.programme(DUE_AT)))
  await rig.clock.runUntil(DUE_AT - 200)
  life.output.stallMs = 400
  await rig.clock.runUntil(DUE_AT + 20_000)
  const [record] = await life.records()
  const [sound] = life.output.sounds()
  expect(sound?.from).toBeGreaterThan(DUE_AT + 100)
  expect(Math.abs((record?.startedAt ?? 0) - (sound?.from ?? 0))).toBeLessThanOrEqual(20)
  await life.stop()
})

test('what its own plan has stopped is silent, and accounted for once as stopped', async () => {
  const rig = new Rig()
  const programme = rig.programme(DUE_AT)
  const stopped = [{ broadcastId: `${programme.programmeId}@once`, stoppedAt: START_AT }]
  const life = await rig.startLife({ ...rig.plan(programme), stopped })
  await rig.clock.runUntil(DUE_AT + 20_000)
  expect(life.output.sounds()).toEqual([])
  expect(await life.records()).toMatchObject([{ outcome: 'notHeard', reason: 'stopped' }])
  await life.stop()
})

test('a plan whose validity is over authorises nothing any more', async () => {
  const rig = new Rig()
  const plan = rig.plan(rig.programme(DUE_AT), rig.programme(DUE_AT + 60_000, { programmeId: 'sau' }))
  const life = await rig.startLife(plan)
  life.room.conductor.planTaken({ body: plan, revision: 2, validUntil: DUE_AT + 30_000 })
  await rig.clock.runUntil(DUE_AT + 90_000)
  expect(life.output.sounds().length).toBe(1)
  await life.stop()
})

test('an amplifier that was commanded off stays off over a restart', async () => {
  const rig = new Rig()
  const plan = rig.plan(rig.programme(DUE_AT))
  const first = await rig.startLife(plan)
  await rig.command(first, { name: 'amplifier', power: 'off' })
  await first.stop()
  const second = await rig.startLife(plan)
  await rig.clock.runUntil(DUE_AT + 20_000)
  expect(second.output.sounds()).toEqual([])
  expect(await second.records()).toMatchObject([{ outcome: 'notHeard', reason: 'amplifierOff' }])
  await second.stop()
})
