import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FRAME_SAMPLES } from '../../src/audio/frame.ts'
import { WavOutput } from '../../src/hardware/index.ts'
import { ManualClock } from './manual-clock.ts'

describe('the WAV output', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wav-output-'))
  })
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true })
  })

  it('pulls at the pace of the clock, 100 ms ahead, and writes what it pulled', async () => {
    const clock = new ManualClock()
    const output = new WavOutput({ clock, path: join(folder, 'out.wav') })
    const heardAts: number[] = []
    const frame = new Float32Array(FRAME_SAMPLES).fill(0.5)
    let hasEnded = false
    const source = { readFrame: (heardAt: number) => (heardAts.push(heardAt) > 20 ? null : frame) }
    await output.start(source, () => {
      hasEnded = true
    })
    expect(output.delayMs()).toBe(100)
    clock.advance(200)
    expect(heardAts).toEqual(heardAts.map((_, index) => clock.wallOffsetMs + 100 + index * 20))
    expect(heardAts).toHaveLength(10)
    expect(hasEnded).toBe(false)
    clock.advance(300)
    expect(hasEnded).toBe(true)
    await output.stop()
    const wav = await readFile(join(folder, 'out.wav'))
    expect(wav.readUInt32LE(40)).toBe(20 * FRAME_SAMPLES * 2)
    expect(wav.length).toBe(44 + 20 * FRAME_SAMPLES * 2)
    expect(wav.readInt16LE(44)).toBe(16_384)
    expect(output.counters().underruns).toBe(0)
  })

  it('says so when the file cannot be made', async () => {
    const output = new WavOutput({ clock: new ManualClock(), path: join(folder, 'missing', 'out.wav') })
    await expect(output.start({ readFrame: () => null })).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
