import type { SoundPart } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { DUE_AT, MESSAGE_MS, SIGNAL_MS, soundsOf, startLifeWithKit, warning } from './warnings.ts'

test.each([
  ['armed', -400],
  ['just begun', 30],
  ['in the middle', 2_000],
  ['in its last 100 ms', 3_930],
])(
  'a warning takes the loudspeaker from a bulletin that is %s, and the bulletin comes back by its rule',
  async (_, atMs) => {
    const { rig, kit, life } = await startLifeWithKit()
    await rig.clock.runUntil(DUE_AT + atMs)
    const broughtAt = rig.clock.now()
    life.room.conductor.emergencyTaken(warning(rig, kit), 1)
    await rig.clock.advance(20_000)
    const records = await life.records()
    const flood = records.find(({ occurrenceId }) => occurrenceId === 'lu-1#1#0')
    expect(flood).toMatchObject({
      ...{ outcome: 'heard', reason: null, broadcastId: 'lu-1@1', priority: 'emergency', volumePercent: 90 },
      ...{ askedMs: SIGNAL_MS + MESSAGE_MS, heardMs: SIGNAL_MS + MESSAGE_MS },
    })
    // A cold amplifier warms up first; a warm one is at its next frame.
    expect((flood?.startedAt ?? 0) - broughtAt).toBeLessThanOrEqual(atMs < 0 ? 600 : 100)
    const bulletin = records.find(({ occurrenceId }) => occurrenceId.startsWith('tin@'))
    expect(bulletin).toMatchObject({ outcome: 'heard', volumePercent: 60 })
    expect(records).toHaveLength(2)
    await life.stop()
  },
)

test('it is heard at the emergency volume, the bulletin before and after at its own', async () => {
  const { rig, kit, life } = await startLifeWithKit()
  await rig.clock.runUntil(DUE_AT + 1_000)
  const level = (at: number) => life.output.frames.find(({ heardAt }) => heardAt >= at)?.level ?? 0
  life.room.conductor.emergencyTaken(warning(rig, kit), 1)
  await rig.clock.advance(20_000)
  const before = level(DUE_AT + 700)
  expect(level(DUE_AT + 2_000) / before).toBeGreaterThan(1.5)
  expect(level(DUE_AT + 4_000) / before).toBeCloseTo(1, 1)
  await life.stop()
})

test('an interrupted sounding is said again from its beginning, also after a power cut in its middle', async () => {
  const { rig, kit, life } = await startLifeWithKit()
  const flood = warning(rig, kit, { repeatsAfterS: [60] })
  life.room.conductor.emergencyTaken(flood, 1)
  await rig.clock.advance(2_000)
  await rig.powerCut(life)
  await rig.clock.advance(1_000)
  const second = await rig.startLife(rig.plan(), kit.configWithKit)
  second.room.conductor.emergencyTaken(flood, 1)
  await rig.clock.advance(90_000)
  const records = (await second.records()).filter(({ priority }) => priority === 'emergency')
  expect(records.map(({ occurrenceId, outcome }) => [occurrenceId, outcome])).toEqual([
    ['lu-1#1#0', 'heard'],
    ['lu-1#1#1', 'heard'],
  ])
  await second.stop()
})

test('the speech that is there when the signal ends is played; else the message, and the speech from the next time on', async () => {
  const { rig, kit, life } = await startLifeWithKit()
  const speech = rig.part(2_100)
  const flood = warning(rig, kit, { repeatsAfterS: [8] })
  life.room.conductor.emergencyTaken(flood, 1)
  await rig.clock.advance(400)
  const spoken = { ...flood, sounds: soundsOf(kit, { speech }) }
  life.room.conductor.emergencyTaken(spoken, 2)
  await rig.clock.advance(4_000)
  const [wanted] = [speech].map(({ sha256, sizeBytes }) => ({ sha256, sizeBytes, neededAt: 0 }))
  if (wanted) life.stores.cache.want([wanted])
  await rig.clock.advance(20_000)
  const fire = warning(rig, kit, { emergencyId: 'chay-1', sounds: soundsOf(kit) })
  life.room.conductor.emergencyTaken(fire, 1)
  await rig.clock.advance(400)
  life.room.conductor.emergencyTaken({ ...fire, sounds: soundsOf(kit, { speech }) }, 2)
  await rig.clock.advance(10_000)
  const heard = (await life.records()).map(({ occurrenceId, heardMs, outcome }) => [
    occurrenceId,
    heardMs,
    outcome,
  ])
  expect(heard.filter(([id]) => !String(id).startsWith('tin'))).toEqual([
    ['lu-1#1#0', SIGNAL_MS + MESSAGE_MS, 'heard'],
    ['lu-1#1#1', SIGNAL_MS + 2_100, 'heard'],
    ['chay-1#1#0', SIGNAL_MS + 2_100, 'heard'],
  ])
  await life.stop()
})

test('a message without its signal, or a signal without its message, is played, and the record says what was missing', async () => {
  const { rig, kit, life } = await startLifeWithKit()
  const never: SoundPart = { sha256: 'f'.repeat(64), durationMs: 5_000, sizeBytes: 4_000 }
  life.room.conductor.emergencyTaken(warning(rig, kit, { sounds: soundsOf(kit, { opening: [never] }) }), 1)
  await rig.clock.advance(10_000)
  const fire = { emergencyId: 'chay-1', sounds: soundsOf(kit, { message: [never] }) }
  life.room.conductor.emergencyTaken(warning(rig, kit, fire), 1)
  await rig.clock.advance(8_000)
  expect(await life.records()).toMatchObject([
    { outcome: 'partlyHeard', reason: 'audioMissing', heardMs: MESSAGE_MS, askedMs: MESSAGE_MS + 5_000 },
    { outcome: 'partlyHeard', reason: 'audioMissing', heardMs: SIGNAL_MS, askedMs: SIGNAL_MS + 5_000 },
  ])
  await life.stop()
})

test('a warning of which nothing is there yet sounds as soon as anything has come, and is recorded where nothing does', async () => {
  const { rig, kit, life } = await startLifeWithKit()
  const message = rig.part(900)
  const never: SoundPart = { sha256: 'f'.repeat(64), durationMs: 5_000, sizeBytes: 4_000 }
  const sounds = soundsOf(kit, { opening: [], message: [message] })
  life.room.conductor.emergencyTaken(warning(rig, kit, { sounds }), 1)
  const lost = { emergencyId: 'chay-1', sounds: soundsOf(kit, { opening: [], message: [never] }) }
  life.room.conductor.emergencyTaken(warning(rig, kit, lost), 1)
  await rig.clock.advance(3_000)
  expect(life.output.sounds()).toEqual([])
  life.stores.cache.want([{ ...message, neededAt: 0 }])
  await rig.clock.advance(15_000)
  expect(await life.records()).toMatchObject([
    { occurrenceId: 'lu-1#1#0', outcome: 'heard', heardMs: 900 },
    { occurrenceId: 'chay-1#1#0', outcome: 'notHeard', reason: 'audioMissing' },
  ])
  await life.stop()
})

test('the end is said once, in place of what sounds; a stop of the broadcast leaves nothing to be said', async () => {
  const { rig, kit, life } = await startLifeWithKit()
  const closing = { parts: [kit.message], until: rig.clock.now() + 600_000 }
  const flood = warning(rig, kit, { repeatsAfterS: [5] })
  life.room.conductor.emergencyTaken(flood, 1)
  await rig.clock.advance(1_200)
  life.room.conductor.emergencyTaken({ ...flood, state: 'ended', closing }, 2)
  await rig.clock.advance(15_000)
  const fire = warning(rig, kit, { emergencyId: 'chay-1', repeatsAfterS: [5] })
  life.room.conductor.emergencyTaken(fire, 1)
  await rig.clock.advance(700)
  await rig.command(life, { name: 'stop', broadcastId: 'chay-1@1' })
  life.room.conductor.emergencyTaken({ ...fire, state: 'ended', closing }, 2)
  await rig.clock.advance(10_000)
  const records = (await life.records()).filter(({ priority }) => priority === 'emergency')
  expect(records.map(({ occurrenceId, outcome, reason }) => [occurrenceId, outcome, reason])).toEqual([
    ['lu-1#1#0', 'partlyHeard', 'stopped'],
    ['lu-1#1#closing', 'heard', null],
    ['chay-1#1#0', 'partlyHeard', 'stopped'],
  ])
  await life.stop()
})

test('an emergency switches on an amplifier that a command has switched off; afterwards it is off again', async () => {
  const { rig, kit, life } = await startLifeWithKit()
  await rig.command(life, { name: 'amplifier', power: 'off' })
  life.room.conductor.emergencyTaken(warning(rig, kit), 1)
  await rig.clock.advance(60_000)
  expect(life.board.switched.map(({ isOn }) => isOn).slice(-3)).toEqual([false, true, false])
  const records = await life.records()
  expect(records.map(({ occurrenceId, outcome }) => [occurrenceId.slice(0, 4), outcome])).toEqual([
    ['lu-1', 'heard'],
    ['tin@', 'notHeard'],
  ])
  await life.stop()
})
