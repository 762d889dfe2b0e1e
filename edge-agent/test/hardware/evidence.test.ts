import { describe, expect, it } from 'vitest'
import { evidenceOf, noReadings, type SoundSample, soundSample } from '../../src/hardware/index.ts'

const idle: SoundSample = { lineCurrentA: 0, supplyCurrentA: 0.15, microphoneDb: 45 }
const blind: SoundSample = { lineCurrentA: null, supplyCurrentA: null, microphoneDb: null }

function times(count: number, sample: Partial<SoundSample>): SoundSample[] {
  return Array.from({ length: count }, () => ({ ...blind, ...sample }))
}

describe('evidence of sound', () => {
  it('takes the nearest to the horn of what was measured', () => {
    const all = times(3, { lineCurrentA: 0.08, supplyCurrentA: 0.6, microphoneDb: 80 })
    expect(evidenceOf(all, idle)).toBe('lineCurrent')
    expect(evidenceOf(times(3, { supplyCurrentA: 0.6, microphoneDb: 80 }), idle)).toBe('supplyCurrent')
    expect(evidenceOf(times(3, { microphoneDb: 80 }), idle)).toBe('microphone')
  })

  it('claims nothing that it did not measure, or that was so before the sound', () => {
    expect(evidenceOf([], idle)).toBe('none')
    expect(evidenceOf(times(5, {}), idle)).toBe('none')
    expect(evidenceOf(times(5, idle), idle)).toBe('none')
    expect(evidenceOf(times(5, { supplyCurrentA: 0.6, microphoneDb: 80 }), null)).toBe('none')
    expect(evidenceOf(times(5, { supplyCurrentA: 0.6 }), blind)).toBe('none')
  })

  it('one spike of a meter is no proof', () => {
    const spike = [...times(10, idle), ...times(1, { lineCurrentA: 0.5 })]
    expect(evidenceOf(spike, idle)).toBe('none')
  })

  it('an open line is not proven by the line, while another line carries current', () => {
    const line = { impedanceOhm: 166, faults: [] }
    const readings = {
      ...noReadings(),
      lines: [
        { ...line, currentA: 0 },
        { ...line, currentA: 0.07 },
      ],
    }
    expect(soundSample(readings).lineCurrentA).toBe(0.07)
    expect(soundSample(noReadings()).lineCurrentA).toBeNull()
  })
})
