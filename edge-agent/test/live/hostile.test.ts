import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DecoderPool } from '../../src/audio/sounds/opus-decoder.ts'
import { lagSummary, windowLags } from '../audio/lag.ts'
import { seededChance, speechLike } from '../audio/signals.ts'
import { LiveRig, type TestListener } from './rig.ts'
import { encodeSpeech } from './stream.ts'

const SPEECH_MS = 8_000
const DELAY_MS = 400
const decoders = new DecoderPool(8)
let speech: Float32Array
let packets: Uint8Array[]
let rig: LiveRig

beforeAll(async () => {
  await decoders.start()
  speech = speechLike(48 * SPEECH_MS)
  packets = await encodeSpeech(speech)
})
afterAll(() => decoders.stop())
beforeEach(async () => {
  rig = new LiveRig(decoders)
  await rig.sender.start()
})
afterEach(() => rig.stop())

/** Somebody else at the wire, who sends to the cluster's port of now. */
async function thirdParty(listener: TestListener) {
  const socket = await rig.wire.open()({ host: '127.0.0.1', port: 0, onDatagram: () => {} })
  return (bytes: Uint8Array) => socket.send(bytes, { host: '127.0.0.1', port: listener.uplink.port ?? 0 })
}

/** What was said is heard as if nobody had disturbed it. */
function expectUndisturbed(listener: TestListener, startAt: number): void {
  const pcm = speech.subarray(48 * 500, 48 * (SPEECH_MS - 500))
  const lags = lagSummary(windowLags(listener.recording(), { pcm, dueAt: startAt + 500 + DELAY_MS }, 4))
  expect(lags.lagMsMax).toBeLessThan(0.4)
  expect(lags.correlationMin).toBeGreaterThan(0.9)
  expect(listener.receiver.status().concealedSamples).toBe(0)
}

describe('a receiver among strangers', () => {
  it('hears nothing twice, whoever sends what was recorded again, and whence', async () => {
    const listener = rig.listen('c-1')
    const send = await thirdParty(listener)
    await rig.clock.advance(400)
    const startAt = rig.sender.speak(packets)
    for (let second = 0; second < 9; second++) {
      await rig.clock.advance(1_000)
      for (const bytes of rig.wire.recorded.slice(-60)) {
        send(bytes)
        rig.sender.inject(bytes)
      }
    }
    expectUndisturbed(listener, startAt)
    expect(listener.receiver.refusedCount).toBeGreaterThan(500)
  })

  it('follows nobody who answers without its secret, or a request that it never made', async () => {
    const listener = rig.listen('c-1')
    const other = rig.listen('c-2')
    const send = await thirdParty(listener)
    await rig.clock.advance(900)
    const answers = rig.wire.recorded.filter((bytes) => (bytes[0] ?? 9) < 4)
    expect(answers.length).toBeGreaterThan(8)
    const startAt = rig.sender.speak(packets)
    for (let round = 0; round < 9; round++) {
      for (const bytes of answers) send(bytes)
      await rig.clock.advance(1_000)
    }
    expectUndisturbed(listener, startAt)
    expectUndisturbed(other, startAt)
  })

  it('stays in the stream through 20,000 datagrams of noise and of packets with a wrong bit', async () => {
    const listener = rig.listen('c-1')
    const send = await thirdParty(listener)
    await rig.clock.advance(400)
    const startAt = rig.sender.speak(packets)
    const chance = seededChance(11)
    for (let round = 0; round < 200; round++) {
      for (let count = 0; count < 50; count++) {
        send(noise(chance))
        rig.sender.inject(mutated(rig.wire.recorded, chance))
      }
      // Only now and then: what was recorded is kept by the wire.
      rig.wire.recorded.splice(0, Math.max(0, rig.wire.recorded.length - 200))
      await rig.clock.advance(45)
    }
    expectUndisturbed(listener, startAt)
  })
})

function noise(chance: () => number): Uint8Array {
  const bytes = Uint8Array.from({ length: Math.floor(chance() * 200) }, () => Math.floor(chance() * 256))
  // Half of it looks like something.
  if (chance() < 0.5 && bytes.length > 0) bytes[0] = chance() < 0.5 ? 0x80 : 0
  return bytes
}

function mutated(recorded: readonly Uint8Array[], chance: () => number): Uint8Array {
  const bytes = Uint8Array.from(recorded[Math.floor(chance() * recorded.length)] ?? [0x80])
  const at = Math.floor(chance() * bytes.length)
  bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(chance() * 8))
  return bytes
}
