import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AudioRefusal } from '../../../src/audio/audio-refusal.ts'
import { type OggOpus, readOggOpus } from '../../../src/audio/ogg/ogg-reader.ts'
import { DecoderPool } from '../../../src/audio/sounds/opus-decoder.ts'
import { opusSound } from '../../../src/audio/sounds/opus-sound.ts'
import type { SoundReader } from '../../../src/audio/sounds/sound.ts'
import { decodeWithFfmpeg, encodeWithFfmpeg } from '../ffmpeg.ts'
import { headerPages, join, lacing, opusHead, writeOggPage } from '../ogg/ogg-writer.ts'
import { correlation, musicLike, powerDb, seededChance, speechLike } from '../signals.ts'

let decoders: DecoderPool
beforeEach(async () => {
  decoders = new DecoderPool(2)
  await decoders.start()
})
afterEach(() => decoders.stop())

/** Reads to the end in blocks of odd sizes, as the path does. */
function readAll(reader: SoundReader): Float32Array {
  const parts: Float32Array[] = []
  for (let size = 1; ; size = (size * 7 + 1) % 1201) {
    const part = new Float32Array(size)
    const count = reader.read(part)
    parts.push(part.subarray(0, count))
    if (count < size) return Float32Array.from(parts.flatMap((piece) => [...piece]))
  }
}

function codeOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof AudioRefusal) return error.code
    throw error
  }
  return 'none'
}

/** A file of packets that are no Opus (their lengths of frames contradict the packet's own). */
function undecodable(packetCount: number): OggOpus {
  const packet = Uint8Array.from([0xfb, 0x82, 0xfe, 0xff, 1])
  const body = join(...Array<Uint8Array>(packetCount).fill(packet))
  const granulePosition = BigInt(packetCount * 1920)
  const lacingValues = lacing(...Array<number>(packetCount).fill(packet.length))
  const page = writeOggPage({ headerType: 4, sequenceNumber: 2, granulePosition, lacingValues, body })
  return readOggOpus(join(...headerPages(opusHead()), page))
}

describe('a stored Opus sound', () => {
  it.each([
    ['speech 32k', speechLike(48_000 + 417), 32, []],
    ['music 64k', musicLike(48_000 + 1), 64, []],
    ['60 ms packets', speechLike(40_001), 32, ['-frame_duration', '60']],
    ['5 ms packets', musicLike(20_007), 64, ['-frame_duration', '5']],
  ] as const)("%s is ffmpeg's decode, sample by sample", (_name, pcm, kbps, options) => {
    const bytes = encodeWithFfmpeg(pcm, kbps, [...options])
    const oracle = decodeWithFfmpeg(bytes)
    const own = readAll(opusSound(readOggOpus(bytes), decoders).open(0, 0))
    expect(own.length).toBe(oracle.length)
    const difference = own.map((sample, n) => sample - (oracle[n] ?? 0))
    // The two builds of libopus round differently, and ffmpeg hands over 16 bits.
    expect(powerDb(difference, 0, own.length)).toBeLessThan(-70)
  })

  it('RFC 7845 §4.6: entered in the middle it is the same sound, on the same sample', () => {
    const bytes = encodeWithFfmpeg(speechLike(48_000 * 3), 32)
    const sound = opusSound(readOggOpus(bytes), decoders)
    const whole = readAll(sound.open(0, 0))
    const from = 61_234
    const part = readAll(sound.open(from, 0))
    expect(part.length).toBe(whole.length - from)
    expect(correlation(part, whole, { fromA: 0, fromB: from, count: part.length })).toBeGreaterThan(0.9999)
  })

  it.each([100, 3000, 30_000])('skips %d samples', (skipped) => {
    const sound = opusSound(readOggOpus(encodeWithFfmpeg(speechLike(48_000 * 2), 32)), decoders)
    const whole = readAll(sound.open(0, 0))
    const reader = sound.open(0, 0)
    const head = new Float32Array(20_000)
    reader.read(head)
    reader.skip(skipped)
    const rest = readAll(reader)
    const from = 20_000 + skipped
    expect(rest.length).toBe(whole.length - from)
    expect(correlation(rest, whole, { fromA: 0, fromB: from, count: rest.length })).toBeGreaterThan(0.9999)
  })

  it('RFC 7845 §5.1: the output gain is applied', () => {
    const file = readOggOpus(encodeWithFfmpeg(speechLike(30_000), 32))
    const plain = readAll(opusSound(file, decoders).open(0, 0))
    const louder = readAll(opusSound({ ...file, outputGainDb: -6 }, decoders).open(0, 0))
    expect(powerDb(louder, 0, louder.length) - powerDb(plain, 0, plain.length)).toBeCloseTo(-6, 3)
  })

  it('conceals what cannot be decoded, and gives up after a second', () => {
    expect(readAll(opusSound(undecodable(20), decoders).open(0, 0)).length).toBe(20 * 1920 - 312)
    expect(codeOf(() => readAll(opusSound(undecodable(40), decoders).open(0, 0)))).toBe('opusUndecodable')
  })
})

describe('the decoder on garbage', () => {
  it('makes something of 3,000 random packets or refuses them, and plays on', () => {
    const chance = seededChance(11)
    const decoder = decoders.take()
    let refused = 0
    for (let round = 0; round < 3000; round++) {
      const packet = Uint8Array.from({ length: 1 + Math.floor(chance() * 80) }, () =>
        Math.floor(chance() * 256),
      )
      if (codeOf(() => decoder.decode(packet)) !== 'none') refused++
    }
    expect(refused).toBeGreaterThan(100)
    expect(refused).toBeLessThan(2900)
    expect(decoder.conceal(960).length).toBe(960)
  })
})

describe('the decoders', () => {
  it('are taken at once, refused when all are in use, and replaced after use', async () => {
    const first = decoders.take()
    decoders.take()
    expect(codeOf(() => decoders.take())).toBe('decoderUnavailable')
    decoders.release(first)
    decoders.release(first)
    await expect.poll(() => decoders.readyCount).toBe(2)
    decoders.take()
  })

  it('RFC 6716 §2.1.7: a lost packet is recovered from the next one, or made up', () => {
    const speech = speechLike(48_000)
    const bytes = encodeWithFfmpeg(speech, 24, ['-application', 'voip', '-fec', '1', '-packet_loss', '20'])
    const { packets } = readOggOpus(bytes)
    const decoder = decoders.take()
    for (let index = 0; index < 10; index++) decoder.decode(packets.at(index))
    expect(decoder.recover(packets.at(11), 960).length).toBe(960)
    expect(decoder.decode(packets.at(11)).length).toBe(960)
    expect(decoder.conceal(1920).length).toBe(1920)
  })
})
