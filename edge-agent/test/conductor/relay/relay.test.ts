import { beforeAll, expect, test } from 'vitest'
import { encodeSpeech } from '../../live/stream.ts'
import { config, emergency } from '../../sealing.ts'
import { DUE_AT, RELAY_MS, RelayScene, type RelaySceneOptions, stationPackets } from './relay-rig.ts'

/** About a frame on either side. */
const IN_STEP_MS = 25
let packets: Uint8Array[]

beforeAll(async () => {
  packets = await stationPackets(50_000)
})

async function scene(options: RelaySceneOptions = {}): Promise<RelayScene> {
  const made = new RelayScene(packets, options)
  await made.start()
  return made
}

test('a relay begins at its time with its station, in step, and is over at that of the plan', async () => {
  const made = await scene({ fallbackMs: 4_000 })
  await made.until(-5_000)
  made.take()
  await made.until(-3_000)
  expect(made.sender.requests.length).toBeGreaterThan(0)
  expect(made.life.room.conductor.output().current).toBeNull()
  made.speak(40_000)
  await made.until(RELAY_MS + 5_000)
  expect(new Set(made.heard(0, RELAY_MS))).toEqual(new Set(['low', 'high']))
  expect(made.heard(RELAY_MS + 20, RELAY_MS + 4_000)).toEqual(['silence'])
  expect(made.offBeatMs(100, RELAY_MS)).toBeLessThan(IN_STEP_MS)
  expect(await made.records()).toMatchObject([
    { outcome: 'heard', reason: null, askedMs: RELAY_MS, heardMs: RELAY_MS, startedAt: DUE_AT },
  ])
  expect(made.sender.goodbyes).toHaveLength(1)
  await made.stop()
})

test('until its station is there the bulletin is said, then nothing; the station is joined in step', async () => {
  const made = await scene({ fallbackMs: 4_000 })
  await made.until(-3_000)
  made.speak(40_000)
  await made.until(10_000)
  expect(made.heard(0, 9_900)).toEqual(['bulletin', 'silence'])
  made.take()
  await made.until(RELAY_MS + 5_000)
  expect(new Set(made.heard(11_500, RELAY_MS))).toEqual(new Set(['low', 'high']))
  expect(made.offBeatMs(11_500, RELAY_MS)).toBeLessThan(IN_STEP_MS)
  const [record] = await made.records()
  expect(record).toMatchObject({ outcome: 'partlyHeard', reason: 'sourceSilent', askedMs: RELAY_MS })
  expect(record?.heardMs).toBeGreaterThan(22_000)
  expect(record?.heardMs).toBeLessThan(24_000)
  await made.stop()
})

test('a station that comes while the bulletin is said takes its place at once', async () => {
  const made = await scene({ fallbackMs: 20_000 })
  await made.until(-3_000)
  made.speak(40_000)
  await made.until(5_000)
  made.take()
  await made.until(RELAY_MS + 5_000)
  expect(made.heard(0, 4_900)).toEqual(['bulletin'])
  expect(made.offBeatMs(6_500, RELAY_MS)).toBeLessThan(IN_STEP_MS)
  expect(await made.records()).toMatchObject([{ outcome: 'heard', heardMs: RELAY_MS }])
  await made.stop()
})

test('a hiccup is waited for in silence; after ten seconds the bulletin is said, and the station is back in step', async () => {
  const made = await scene({ fallbackMs: 6_000 })
  await made.until(-5_000)
  made.take()
  made.speak(40_000)
  await made.until(3_000)
  made.isLineUp = false
  await made.until(6_000)
  made.isLineUp = true
  await made.until(8_000)
  made.isLineUp = false
  await made.until(20_000)
  made.isLineUp = true
  await made.until(RELAY_MS + 5_000)
  expect(made.heard(3_700, 5_900)).toEqual(['silence'])
  expect(made.offBeatMs(6_500, 8_200)).toBeLessThan(IN_STEP_MS)
  expect(made.heard(8_600, 18_300)).toEqual(['silence'])
  expect(made.heard(18_500, 19_900)).toEqual(['bulletin'])
  expect(made.offBeatMs(22_000, RELAY_MS)).toBeLessThan(IN_STEP_MS)
  const [record] = await made.records()
  expect(record).toMatchObject({ outcome: 'partlyHeard', reason: 'sourceSilent', askedMs: RELAY_MS })
  expect(record?.heardMs).toBeGreaterThan(16_500)
  expect(record?.heardMs).toBeLessThan(18_000)
  await made.stop()
})

test('while its sender is there a silent station is the business of that; what is silent is missing all the same', async () => {
  const made = await scene({ fallbackMs: 6_000 })
  await made.until(-5_000)
  made.take()
  await made.until(2_000)
  expect(made.heard(0, 1_900)).toEqual(['silence'])
  made.speak(4_000)
  await made.until(22_000)
  made.speak(15_000)
  await made.until(RELAY_MS + 5_000)
  expect(made.heard(7_000, 22_300)).toEqual(['silence'])
  expect(made.offBeatMs(2_600, 6_300)).toBeLessThan(IN_STEP_MS)
  expect(made.offBeatMs(22_600, RELAY_MS)).toBeLessThan(IN_STEP_MS)
  const [record] = await made.records()
  expect(record).toMatchObject({ outcome: 'partlyHeard', reason: 'sourceSilent' })
  expect(Math.abs((record?.heardMs ?? 0) - (4_000 + 7_600))).toBeLessThan(250)
  await made.stop()
})

test('a station that sends nothing but digital silence was silent; the pauses of a programme were not', async () => {
  const made = await scene()
  await made.until(-5_000)
  made.take()
  made.speak(15_000)
  await made.until(10_000)
  const dead = await encodeSpeech(new Float32Array(48_000 * 25))
  // A pause of a second and a half, a moment of sound, and silence until the end.
  made.sendOn(dead.slice(0, 75))
  await made.until(11_500)
  made.speak(500)
  await made.until(12_000)
  made.sendOn(dead)
  await made.until(RELAY_MS + 5_000)
  const [record] = await made.records()
  expect(record).toMatchObject({ outcome: 'partlyHeard', reason: 'sourceSilent', askedMs: RELAY_MS })
  expect(Math.abs((record?.heardMs ?? 0) - (12_000 + 400))).toBeLessThan(250)
  await made.stop()
})

test('a session that is not renewed gives way to the bulletin, each time from its beginning, and is taken up again', async () => {
  const made = await scene({ fallbackMs: 3_000 })
  await made.until(-5_000)
  made.take({}, 10_000)
  made.speak(40_000)
  await made.until(12_000)
  expect(made.heard(5_100, 11_900)).toEqual(['bulletin', 'silence'])
  made.take({}, 8_000)
  await made.until(RELAY_MS + 5_000)
  expect(made.offBeatMs(13_500, 19_900)).toBeLessThan(IN_STEP_MS)
  expect(made.heard(20_100, RELAY_MS)).toEqual(['bulletin', 'silence'])
  await made.stop()
})

test('a station that never came was heard as the bulletin, as far as that goes', async () => {
  const made = await scene({ fallbackMs: 31_000 })
  await made.until(RELAY_MS + 5_000)
  expect(made.heard(0, RELAY_MS)).toEqual(['bulletin'])
  expect(await made.records()).toMatchObject([
    { outcome: 'heard', reason: null, heardMs: RELAY_MS, mediaSha256: null },
  ])
  await made.stop()
})

test('with neither station nor bulletin nothing was heard', async () => {
  const made = await scene()
  await made.until(RELAY_MS + 5_000)
  expect(await made.records()).toMatchObject([
    { outcome: 'notHeard', reason: 'sourceSilent', heardMs: 0, startedAt: null, askedMs: RELAY_MS },
  ])
  await made.stop()
})

test('an emergency takes the loudspeaker; then the station is joined where it is, until the end of the plan', async () => {
  const made = await scene({ fallbackMs: 4_000 })
  const part = made.rig.part(2_000)
  made.life.stores.cache.want([{ ...part, neededAt: 0 }])
  await made.until(-5_000)
  made.take()
  made.speak(40_000)
  await made.until(10_000)
  const sentAt = made.rig.clock.now()
  const sounds = { opening: [part], message: [], speech: null, closing: [] }
  made.life.room.conductor.emergencyTaken(emergency({ sentAt, expiresAt: sentAt + 600_000, sounds }), 1)
  await made.until(RELAY_MS + 5_000)
  expect(made.heard(10_500, 11_500)).toEqual(['bulletin'])
  expect(made.offBeatMs(13_000, RELAY_MS)).toBeLessThan(IN_STEP_MS)
  expect(made.heard(RELAY_MS + 20, RELAY_MS + 4_000)).toEqual(['silence'])
  const [record] = await made.records()
  expect(record).toMatchObject({ outcome: 'partlyHeard', reason: 'preempted', interruptions: 1 })
  expect(record?.heardMs).toBeGreaterThan(26_500)
  expect(record?.heardMs).toBeLessThan(28_200)
  await made.stop()
})

test.each([true, false])('quiet hours hold for a relay by its rule (may be cut: %s)', async (mayBeCut) => {
  const quietHours = { windows: [{ from: '21:14', until: '05:00' }] }
  const made = await scene({ config: { ...config, quietHours }, programme: { mayBeCut } })
  await made.until(-5_000)
  made.take()
  made.speak(40_000)
  await made.until(RELAY_MS + 5_000)
  expect(made.heard(20_100, RELAY_MS)).toEqual(['silence'])
  const heardMs = mayBeCut ? 20_000 : 0
  expect(await made.records()).toMatchObject([{ reason: 'quietHours', askedMs: RELAY_MS }])
  expect((await made.records())[0]?.heardMs).toBeCloseTo(heardMs, -2)
  await made.stop()
})

test('an agent that was restarted in the middle says the bulletin until its station is here again', async () => {
  const made = await scene({ fallbackMs: 8_000 })
  await made.until(-5_000)
  made.take()
  made.speak(40_000)
  await made.until(10_000)
  await made.cutPower()
  await made.until(14_000)
  await made.startLife()
  await made.until(17_000)
  expect(made.heard(15_500, 16_900)).toEqual(['bulletin'])
  made.take()
  await made.until(RELAY_MS + 5_000)
  expect(made.offBeatMs(18_500, RELAY_MS)).toBeLessThan(IN_STEP_MS)
  expect(made.heard(RELAY_MS + 20, RELAY_MS + 4_000)).toEqual(['silence'])
  expect(await made.records()).toMatchObject([
    { outcome: 'partlyHeard', reason: 'agentRestarted', interruptions: 1 },
  ])
  await made.stop()
})

test('a stop silences a relay for good, and its station is not listened to any more', async () => {
  const made = await scene({ fallbackMs: 8_000 })
  await made.until(-5_000)
  made.take()
  made.speak(40_000)
  await made.until(5_000)
  await made.rig.command(made.life, { name: 'stop', broadcastId: 'tiep-song@once' })
  await made.until(6_000)
  expect(made.sender.goodbyes).toHaveLength(1)
  made.take()
  await made.until(RELAY_MS)
  expect(made.heard(5_200, RELAY_MS)).toEqual(['silence'])
  expect(await made.records()).toMatchObject([{ outcome: 'partlyHeard', reason: 'stopped' }])
  expect(made.sender.goodbyes).toHaveLength(1)
  await made.stop()
})

test('a session that ends ends the relay with its last word, and it was heard as a whole', async () => {
  const made = await scene({ fallbackMs: 8_000 })
  await made.until(-5_000)
  made.take()
  made.speak(15_000)
  await made.until(10_050)
  made.take({ state: 'ended' })
  await made.until(RELAY_MS)
  expect(made.offBeatMs(100, 10_350)).toBeLessThan(IN_STEP_MS)
  expect(made.heard(10_450, RELAY_MS)).toEqual(['silence'])
  const [record] = await made.records()
  expect(record).toMatchObject({ outcome: 'heard', reason: null })
  expect(Math.abs((record?.heardMs ?? 0) - 10_400)).toBeLessThan(60)
  expect(record?.askedMs).toBeCloseTo(record?.heardMs ?? 0, 0)
  await made.stop()
})

test('a session that ends while another of the same relay is on air changes nothing', async () => {
  const made = await scene()
  await made.until(-5_000)
  made.take({ sessionId: 'ts-0', senders: [{ host: '127.0.0.1', port: 1 }] })
  made.take()
  made.speak(40_000)
  await made.until(10_000)
  made.take({ sessionId: 'ts-0', state: 'ended' })
  await made.until(RELAY_MS + 5_000)
  expect(made.offBeatMs(100, RELAY_MS)).toBeLessThan(IN_STEP_MS)
  expect(await made.records()).toMatchObject([{ outcome: 'heard', heardMs: RELAY_MS }])
  await made.stop()
})
