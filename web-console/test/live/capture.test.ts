import { describe, expect, test } from 'vitest'
import { FrameCutter } from '../../src/views/live/sound/capture/frame-cutter.ts'
import { SampleClock } from '../../src/views/live/sound/capture/sample-clock.ts'
import { TalkGate } from '../../src/views/live/sound/capture/talk-gate.ts'
import { To48Khz } from '../../src/views/live/sound/capture/to-48-khz.ts'
import { FRAME_SAMPLES } from './voice.ts'

const FRAME_MS = 20

test('pieces of any length become frames of 20 ms, without a sample lost', () => {
  const frames: Float32Array[] = []
  const cutter = new FrameCutter((frame) => frames.push(frame))
  let next = 0
  for (const length of [128, 512, 2_000, 1, 959, 960, 480]) {
    cutter.take(Float32Array.from({ length }, () => next++))
  }
  expect(frames.map(({ length }) => length)).toEqual([960, 960, 960, 960, 960])
  expect(frames.flatMap((frame) => [...frame])).toEqual(Array.from({ length: 4_800 }, (_, index) => index))
})

describe.each([8_000, 16_000, 44_100, 48_000, 96_000])('a microphone of %i Hz', (rateHz) => {
  test('is heard at 48 kHz with its tone, in pieces as in one', () => {
    const seconds = 0.5
    const source = Float32Array.from({ length: rateHz * seconds }, (_, index) =>
      Math.sin((2 * Math.PI * 440 * index) / rateHz),
    )
    const pieces: number[] = []
    const rate = new To48Khz(rateHz)
    for (let at = 0; at < source.length; at += 512)
      pieces.push(...rate.convert(source.subarray(at, at + 512)))
    expect(Math.abs(pieces.length - 48_000 * seconds)).toBeLessThan(20)
    // Its first sample stands one of the source's later.
    const shift = rateHz === 48_000 ? 0 : 48_000 / rateHz
    const wrong = pieces.map(
      (sample, index) => sample - Math.sin((2 * Math.PI * 440 * (index + shift)) / 48_000),
    )
    expect(Math.max(...wrong.map(Math.abs))).toBeLessThan(0.02)
  })
})

test('the switch of the microphone opens and closes over a frame, without a step', () => {
  const gate = new TalkGate()
  const ones = new Float32Array(FRAME_SAMPLES).fill(1)
  expect(gate.passes).toBe(false)
  gate.isOpen = true
  const opening = gate.pass(ones)
  expect([opening[0], opening[480]]).toEqual([0, 0.5])
  expect(gate.pass(ones)).toBe(ones)
  gate.isOpen = false
  expect(gate.passes).toBe(true)
  expect(gate.pass(ones).at(-1)).toBeLessThan(0.01)
  expect(gate.passes).toBe(false)
})

describe('the count of samples', () => {
  test('goes on by the microphone, frame by frame', () => {
    const clock = new SampleClock(1_000)
    const places = Array.from({ length: 100 }, (_, index) => clock.take(1_000 + index * FRAME_MS))
    expect(places).toEqual(places.map((_, index) => index * FRAME_SAMPLES))
  })

  test('goes on by itself where no microphone is, and takes it back without a step', () => {
    const clock = new SampleClock(0)
    expect(clock.due(100)).toEqual([0, 960, 1_920, 2_880, 3_840])
    expect(clock.due(110)).toEqual([])
    expect(clock.take(120)).toBe(4_800)
  })

  test('what a microphone gives late, when its time has gone out as silence, is left out', () => {
    const clock = new SampleClock(0)
    clock.due(1_000)
    expect(clock.take(800)).toBe(null)
    expect(clock.take(1_010)).toBe(48_000)
  })

  test('a computer that slept leaves the time out instead of sending it all', () => {
    const clock = new SampleClock(0)
    clock.due(100)
    const places = clock.due(60_100)
    expect(places.length).toBeLessThan(3)
    expect(clock.due(60_120).at(-1)).toBeGreaterThan(59 * 48_000)
  })

  test('a microphone that is 200 ppm too fast is followed for half an hour', () => {
    const clock = new SampleClock(0)
    const periodMs = FRAME_MS * (1 - 200e-6)
    const places = Array.from({ length: 90_000 }, (_, index) => clock.take((index + 1) * periodMs))
    expect(places.filter((place) => place === null)).toEqual([])
  })
})
