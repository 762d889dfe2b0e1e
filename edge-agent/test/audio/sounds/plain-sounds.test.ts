import { describe, expect, it } from 'vitest'
import { pcmSound, streamSound } from '../../../src/audio/sounds/plain-sounds.ts'

describe('plain sounds', () => {
  it('PCM is read from any sample to its end', () => {
    const reader = pcmSound(Float32Array.of(1, 2, 3, 4, 5, 6)).open(1, 0)
    const out = new Float32Array(3)
    expect(reader.read(out)).toBe(3)
    reader.skip(1)
    expect([...out, reader.read(out), out[0]]).toEqual([2, 3, 4, 1, 6])
  })

  it('a stream is asked for what is heard from an instant on, and may end; what is skipped is not asked for', () => {
    const asked: [number, number][] = []
    const stream = {
      readSamples(heardAt: number, out: Float32Array) {
        asked.push([heardAt, out.length])
        out.fill(asked.length)
        return asked.length > 3 ? 480 : out.length
      },
    }
    const sound = streamSound(stream)
    expect(sound.lengthSamples).toBeNull()
    const reader = sound.open(0, 5000)
    const out = new Float32Array(960)
    expect([reader.read(out), reader.read(out.subarray(0, 48)), out[47], out[48]]).toEqual([960, 48, 2, 1])
    reader.skip(960)
    reader.moved?.(100)
    expect([reader.read(out), reader.read(out)]).toEqual([960, 480])
    expect(asked).toEqual([
      [5000, 960],
      [5020, 48],
      [5141, 960],
      [5161, 960],
    ])
  })
})
