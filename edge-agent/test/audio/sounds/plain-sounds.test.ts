import { describe, expect, it } from 'vitest'
import { frameSound, pcmSound } from '../../../src/audio/sounds/plain-sounds.ts'

describe('plain sounds', () => {
  it('PCM is read from any sample to its end', () => {
    const reader = pcmSound(Float32Array.of(1, 2, 3, 4, 5, 6)).open(1, 0)
    const out = new Float32Array(3)
    expect(reader.read(out)).toBe(3)
    reader.skip(1)
    expect([...out, reader.read(out), out[0]]).toEqual([2, 3, 4, 1, 6])
  })

  it('a frame source is asked every 20 ms and may end', () => {
    const asked: number[] = []
    const source = {
      readFrame(heardAt: number) {
        asked.push(heardAt)
        return asked.length > 3 ? null : new Float32Array(960).fill(asked.length)
      },
    }
    const sound = frameSound(source)
    expect(sound.lengthSamples).toBeNull()
    const reader = sound.open(0, 5000)
    const out = new Float32Array(1000)
    expect([reader.read(out), out[959], out[960]]).toEqual([1000, 1, 2])
    reader.skip(1000)
    expect([reader.read(out), out[0], reader.read(out)]).toEqual([880, 3, 0])
    expect(asked).toEqual([5000, 5020, 5040, 5060])
  })
})
