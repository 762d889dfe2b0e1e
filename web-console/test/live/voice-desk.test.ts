import { beforeEach, describe, expect, test } from 'vitest'
import type { TimedPacket } from '../../src/views/live/sound/coding/voice-packet.ts'
import { VoiceDesk } from '../../src/views/live/sound/desk/voice-desk.ts'
import { Uplink } from '../../src/views/live/sound/uplink/uplink.ts'
import { FRAME_SAMPLES, spokenFrames } from './voice.ts'

const FRAME_MS = 20
/** Says in its one byte how loud a frame of one level was, also where that fades in or out. */
const encoder = {
  encode: (frame: Float32Array) =>
    Uint8Array.of(Math.round(100 * Math.max(frame.at(0) ?? 0, frame.at(-1) ?? 0))),
  free: () => {},
}
const loud = new Float32Array(FRAME_SAMPLES).fill(0.5)
const LOUD = 50

let nowMs: number
let desk: VoiceDesk
let sent: TimedPacket[]

/** As long as a frame takes, with or without a microphone. */
function pass(frames: number, samples?: Float32Array): void {
  for (let count = 0; count < frames; count += 1) {
    nowMs += FRAME_MS
    if (samples) desk.takeSamples(samples)
    desk.tick()
  }
}

/** An uplink whose line is good, unless it is cut. */
class KeptUplink extends Uplink {
  override offer(packet: TimedPacket): void {
    sent.push(packet)
    super.offer(packet)
  }
}

function begin(): void {
  desk.begin(new KeptUplink({ delayMs: 400, onUnheard: (packet) => desk.keepUnheard(packet) }))
  desk.takeLine('open', { bufferedAmount: 0, send: () => {} })
}

const heard = () => sent.map(({ opus }) => opus[0])

beforeEach(() => {
  nowMs = 5_000
  sent = []
  desk = new VoiceDesk({ encoder, nowMs: () => nowMs })
})

describe('on air', () => {
  test('silence goes out while nobody talks, the voice while somebody does, and its places never have a hole', () => {
    desk.plugIn(48_000)
    pass(5, loud)
    begin()
    pass(10, loud)
    desk.setTalking(true)
    pass(10, loud)
    desk.setTalking(false)
    pass(10, loud)
    expect(heard().slice(0, 10)).toEqual(Array(10).fill(0))
    expect(heard().slice(11, 20)).toEqual(Array(9).fill(LOUD))
    expect(heard().slice(21)).toEqual(Array(9).fill(0))
    expect(sent.map(({ captureSample }) => captureSample)).toEqual(
      sent.map((_, index) => index * FRAME_SAMPLES),
    )
    expect(sent.map(({ isSpoken }) => isSpoken)).toEqual(sent.map((_, index) => index >= 10 && index < 21))
  })

  test('a microphone that falls silent for good leaves its place to silence', () => {
    desk.plugIn(48_000)
    begin()
    desk.setTalking(true)
    pass(50, loud)
    pass(100)
    expect(desk.report().level).toBe(null)
    expect(sent.length).toBeGreaterThan(140)
    expect(heard().at(-1)).toBe(0)
    const places = sent.map(({ captureSample }) => captureSample)
    expect(places).toEqual(places.map((_, index) => index * FRAME_SAMPLES))
  })

  test('what was said while the line was gone is kept, and can be played into the session', () => {
    desk.plugIn(48_000)
    begin()
    desk.setTalking(true)
    pass(50, loud)
    desk.takeLine('lost', undefined)
    pass(100, loud)
    desk.setTalking(false)
    desk.takeLine('open', { bufferedAmount: 0, send: () => {} })
    pass(50, loud)
    const { unheardMs } = desk.report()
    expect(unheardMs).toBeGreaterThan(1_500)
    expect(unheardMs).toBeLessThanOrEqual(3_000)
    sent = []
    desk.play('unheard')
    pass(200, loud)
    expect(heard().filter((name) => name === LOUD).length * FRAME_MS).toBe(unheardMs)
    expect(desk.report()).toMatchObject({ playing: null, unheardMs: 0 })
  })
})

describe('recording first', () => {
  test('a recording is what was said between start and end, and nothing of it goes out', () => {
    desk.plugIn(48_000)
    pass(10, loud)
    desk.setRecording(true)
    pass(25, loud)
    desk.setRecording(false)
    pass(10, loud)
    expect(desk.report().recordedMs).toBe(500)
    expect(sent).toEqual([])
  })

  test('it is played without a microphone, whole, in step with time, and can be cancelled', () => {
    desk.plugIn(48_000)
    desk.setRecording(true)
    pass(100, loud)
    desk.setRecording(false)
    desk.plugIn(null)
    pass(100)
    begin()
    pass(10)
    desk.play('recorded')
    pass(50)
    expect(desk.report().playing).toMatchObject({ tape: 'recorded', lengthMs: 2_000 })
    expect(desk.report().playing?.atMs).toBeGreaterThan(900)
    pass(60)
    expect(desk.report().playing).toBe(null)
    expect(heard().filter((name) => name === LOUD).length).toBe(100)
    desk.play('recorded')
    pass(10)
    desk.stopPlaying()
    sent = []
    pass(10)
    expect(new Set(heard())).toEqual(new Set([0]))
    expect(desk.report().recordedMs).toBe(2_000)
  })

  test('each recording begins anew, and ends at its limit', () => {
    desk.plugIn(48_000)
    desk.setRecording(true)
    pass(10, loud)
    desk.setRecording(true)
    pass(5, loud)
    expect(desk.report()).toMatchObject({ recordedMs: 100, isRecording: true })
    pass(30_100, new Float32Array(FRAME_SAMPLES))
    expect(desk.report()).toMatchObject({ recordedMs: 600_000, isRecording: false })
  })
})

test('the level of whoever speaks is reported, at any rate of the sound card', () => {
  desk.plugIn(44_100)
  for (const frame of spokenFrames(60)) pass(1, frame)
  const { level, isVoice } = desk.report()
  expect(isVoice).toBe(true)
  expect(level?.peakDb).toBeGreaterThan(-40)
})

test('the level shown rises with a voice at once, and falls slowly when it is over', () => {
  desk.plugIn(48_000)
  const shownDb = () => desk.report().level?.peakDb ?? 0
  pass(1, new Float32Array(FRAME_SAMPLES).fill(0.01))
  expect(shownDb()).toBeCloseTo(-40, 1)
  pass(1, loud)
  expect(shownDb()).toBeCloseTo(-6, 1)
  pass(25, new Float32Array(FRAME_SAMPLES))
  expect(shownDb()).toBeCloseTo(-12, 1)
  pass(500, new Float32Array(FRAME_SAMPLES))
  expect(shownDb()).toBe(-100)
})
