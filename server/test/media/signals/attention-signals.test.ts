import { EMERGENCY_EVENTS } from '@tieng-lang/protocol'
import { describe, expect, test } from 'vitest'
import { attentionSignal, type SignalName } from '../../../src/media/signals/attention-signals.ts'
import { HORN_HZ, type Pcm, SIGNAL_RATE_HZ, soundingRms } from '../../../src/media/signals/pcm.ts'
import { partWithin, strongestHz } from './spectrum.ts'

const NAMES: readonly SignalName[] = [...EMERGENCY_EVENTS, 'exercise', 'allClear', 'correction']
const SIGNALS = new Map(NAMES.map((name) => [name, attentionSignal(name)]))
const signal = (name: SignalName): Pcm => SIGNALS.get(name) ?? new Float32Array()
const dbOf = (level: number) => 20 * Math.log10(level)
const peakOf = (pcm: Pcm) => pcm.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)

describe.each(NAMES)('the signal of %s', (name) => {
  const pcm = signal(name)

  test('lasts 4 to 10 seconds, and is the same each time', () => {
    const durationS = pcm.length / SIGNAL_RATE_HZ
    expect(durationS).toBeGreaterThanOrEqual(4)
    expect(durationS).toBeLessThanOrEqual(10)
    expect(Buffer.from(attentionSignal(name).buffer).equals(Buffer.from(pcm.buffer))).toBe(true)
  })

  test('lies within what a horn gives, and its weight where a horn is loudest', () => {
    expect(partWithin(pcm, HORN_HZ.min, HORN_HZ.max)).toBeGreaterThan(0.999)
    expect(partWithin(pcm, 400, 2_500)).toBeGreaterThan(0.85)
  })

  test('has its peaks under −4.5 dBFS, and no constant part', () => {
    expect(dbOf(peakOf(pcm))).toBeLessThanOrEqual(-4.49)
    expect(Math.abs(pcm.reduce((sum, sample) => sum + sample, 0) / pcm.length)).toBeLessThan(1e-4)
  })

  test('does not click: it begins and ends in silence, and never jumps', () => {
    expect(peakOf(pcm.slice(0, 24))).toBeLessThan(0.02)
    expect(peakOf(pcm.slice(-24))).toBeLessThan(0.005)
    // The steepest that a tone of the highest frequency and of this peak can be.
    const steepest = peakOf(pcm) * ((2 * Math.PI * HORN_HZ.max) / SIGNAL_RATE_HZ)
    let jump = 0
    for (let index = 1; index < pcm.length; index += 1)
      jump = Math.max(jump, Math.abs((pcm[index] ?? 0) - (pcm[index - 1] ?? 0)))
    expect(jump).toBeLessThan(steepest)
  })
})

test('sirens are equally strong; an exercise is softer by 6 dB at least than any of them', () => {
  const levels = EMERGENCY_EVENTS.map((name) => dbOf(soundingRms(signal(name))))
  for (const level of levels) expect(level).toBeGreaterThan(-17.5)
  for (const level of levels) expect(level).toBeLessThan(-11.5)
  expect(dbOf(soundingRms(signal('exercise')))).toBeLessThan(Math.min(...levels) - 5.5)
})

/** How a signal goes: its loudness and its strongest pitch every 100 ms. */
function shapeOf(pcm: Pcm): number[] {
  const everyS = 0.1
  const steps = Math.floor((pcm.length / SIGNAL_RATE_HZ - 0.2) / everyS)
  return Array.from({ length: Math.min(steps, 40) }, (_, step) => {
    const from = Math.round(step * everyS * SIGNAL_RATE_HZ)
    const isSilent = peakOf(pcm.slice(from, from + SIGNAL_RATE_HZ * everyS)) < 0.02
    return isSilent ? 0 : 12 * Math.log2(strongestHz(pcm, step * everyS) / 300)
  })
}

test('each is told from each other by how its pitch goes: by more than three semitones on the average', () => {
  const shapes = NAMES.map((name) => ({ name, shape: shapeOf(signal(name)) }))
  for (const [index, one] of shapes.entries())
    for (const other of shapes.slice(index + 1)) {
      const length = Math.min(one.shape.length, other.shape.length)
      const apart = one.shape.slice(0, length).map((pitch, at) => Math.abs(pitch - (other.shape[at] ?? 0)))
      const mean = apart.reduce((sum, each) => sum + each, 0) / length
      expect([one.name, other.name, mean > 3], `${one.name} and ${other.name}: ${mean}`).toEqual([
        one.name,
        other.name,
        true,
      ])
    }
})

test('ISO 8201: an evacuation is three pulses of half a second, then a second and a half of silence', () => {
  const pcm = signal('evacuation')
  const isOn = (atS: number) => peakOf(pcm.slice(atS * SIGNAL_RATE_HZ, (atS + 0.05) * SIGNAL_RATE_HZ)) > 0.05
  const pattern = Array.from({ length: 16 }, (_, step) => (isOn(0.2 + step * 0.5) ? 'x' : '.')).join('')
  expect(pattern).toBe('x.x.x...x.x.x...'.slice(0, 16))
})
