import { describe, expect, it } from 'vitest'
import { AudioRefusal } from '../../../src/audio/audio-refusal.ts'
import { OGG_OPUS_LIMITS, readOggOpus } from '../../../src/audio/ogg/ogg-reader.ts'
import { opusPacketSamples } from '../../../src/audio/ogg/opus-packet.ts'
import { decodeWithFfmpeg, encodeWithFfmpeg } from '../ffmpeg.ts'
import { musicLike, seededChance, speechLike } from '../signals.ts'
import { headerPages, join, lacing, opusHead, packetOf, repairChecksums, writeOggPage } from './ogg-writer.ts'

function refusalOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof AudioRefusal) return error.code
    throw error
  }
  return 'taken'
}

/** The last page of a small stream, with three packets of 20 ms. */
function lastPage(fields: Partial<Parameters<typeof writeOggPage>[0]> = {}): Uint8Array {
  const body = join(packetOf(10, 1), packetOf(300, 2), packetOf(20, 3))
  return writeOggPage({
    headerType: 4,
    granulePosition: 2880n,
    sequenceNumber: 2,
    lacingValues: lacing(10, 300, 20),
    body,
    ...fields,
  })
}

describe('the Ogg reader on pages made by hand', () => {
  it('RFC 3533 §6: packets end with the first lacing value below 255', () => {
    const { packets, durationSamples } = readOggOpus(join(...headerPages(), lastPage()))
    expect([0, 1, 2].map((index) => packets.at(index).length)).toEqual([10, 300, 20])
    expect(packets.at(1)[299]).toBe(2)
    expect(durationSamples).toBe(2880 - 312)
  })

  it('RFC 3533 §6: a packet of a multiple of 255 bytes ends with a lacing value of 0', () => {
    const page = lastPage({ lacingValues: lacing(510), body: packetOf(510, 4), granulePosition: 960n })
    expect(readOggOpus(join(...headerPages(), page)).packets.at(0).length).toBe(510)
  })

  it('RFC 3533 §6: a packet goes on over pages, one of which completes none', () => {
    const packet = Uint8Array.from({ length: 700 }, (_, index) => (index === 0 ? 0xf8 : index & 255))
    const pages = [
      writeOggPage({
        sequenceNumber: 2,
        granulePosition: -1n,
        lacingValues: [255],
        body: packet.subarray(0, 255),
      }),
      writeOggPage({
        headerType: 1,
        sequenceNumber: 3,
        granulePosition: -1n,
        lacingValues: [255],
        body: packet.subarray(255, 510),
      }),
      writeOggPage({
        headerType: 5,
        sequenceNumber: 4,
        granulePosition: 960n,
        lacingValues: [190],
        body: packet.subarray(510),
      }),
    ]
    expect(readOggOpus(join(...headerPages(), ...pages)).packets.at(0)).toEqual(packet)
    expect(
      refusalOf(() =>
        readOggOpus(join(...headerPages(), ...pages.slice(0, 1), lastPage({ sequenceNumber: 3 }))),
      ),
    ).toBe('oggBadContinuation')
  })

  it('RFC 7845 §4.4: the last granule position trims the end, but never adds to it', () => {
    const trimmed = readOggOpus(join(...headerPages(), lastPage({ granulePosition: 2000n })))
    expect(trimmed.durationSamples).toBe(2000 - 312)
    const beyond = readOggOpus(join(...headerPages(), lastPage({ granulePosition: 90_000n })))
    expect(beyond.durationSamples).toBe(2880 - 312)
  })

  it('RFC 7845 §4.5: a stream cut out of a longer one starts above zero', () => {
    const first = lastPage({ headerType: 0, granulePosition: 1_002_880n })
    const last = lastPage({ sequenceNumber: 3, granulePosition: 1_005_000n })
    expect(readOggOpus(join(...headerPages(), first, last)).durationSamples).toBe(5000 - 312)
  })

  it('RFC 7845 §5.1: pre-skip and output gain come from the head', () => {
    const file = readOggOpus(join(...headerPages(opusHead({ preSkip: 1000, gainQ8: -640 })), lastPage()))
    expect(file).toMatchObject({ preSkipSamples: 1000, outputGainDb: -2.5, durationSamples: 1880 })
  })

  it.each([
    ['opusUnsupportedChannels', join(...headerPages(opusHead({ family: 1, channels: 6 })), lastPage())],
    ['opusUnsupportedChannels', join(...headerPages(opusHead({ channels: 0 })), lastPage())],
    ['opusUnsupportedVersion', join(...headerPages(opusHead({ version: 16 })), lastPage())],
    ['opusBadHead', join(...headerPages(packetOf(30, 1)), lastPage())],
    ['opusBadTags', join(headerPages()[0] ?? new Uint8Array(), lastPage({ sequenceNumber: 1 }))],
    ['opusBadPacket', join(...headerPages(), lastPage({ lacingValues: [0, 10], body: packetOf(10, 1) }))],
    ['opusNoAudio', join(...headerPages(), lastPage({ granulePosition: 312n }))],
    ['oggTruncated', new Uint8Array()],
    ['oggTruncated', join(...headerPages())],
    ['oggTruncated', join(...headerPages(), lastPage()).subarray(0, -1)],
    ['oggTruncated', join(...headerPages(), lastPage({ lacingValues: [10, 255], body: packetOf(265, 1) }))],
    ['oggBadCapture', new TextEncoder().encode('ID3 is not an Ogg file, whatever its name')],
    ['oggBadGranule', join(...headerPages(), lastPage({ granulePosition: -2n }))],
    [
      'oggBadGranule',
      join(
        ...headerPages(),
        lastPage({ headerType: 0, granulePosition: 5n }),
        lastPage({ sequenceNumber: 3 }),
      ),
    ],
    ['oggBadStreamStart', lastPage()],
    ['oggPageMissing', join(...headerPages(), lastPage({ sequenceNumber: 3 }))],
    ['oggSeveralStreams', join(...headerPages(), lastPage({ serialNumber: 8 }))],
    ['oggSeveralStreams', join(...headerPages(), ...headerPages())],
    ['oggTrailingBytes', join(...headerPages(), lastPage(), new Uint8Array(3))],
  ] as [string, Uint8Array][])('refuses as %s', (code, bytes) => {
    expect(refusalOf(() => readOggOpus(bytes))).toBe(code)
  })

  it('has a limit for bytes, packets and bytes of a packet', () => {
    const file = join(...headerPages(), lastPage())
    expect(refusalOf(() => readOggOpus(file, { ...OGG_OPUS_LIMITS, bytesMax: 100 }))).toBe('oggTooLarge')
    expect(refusalOf(() => readOggOpus(file, { ...OGG_OPUS_LIMITS, packetsMax: 2 }))).toBe(
      'oggTooManyPackets',
    )
    expect(refusalOf(() => readOggOpus(file, { ...OGG_OPUS_LIMITS, packetBytesMax: 299 }))).toBe(
      'oggPacketTooLarge',
    )
  })

  it('RFC 6716 §3.1: the table of contents byte tells how long a packet sounds', () => {
    const samples = (...bytes: number[]) => opusPacketSamples(Uint8Array.from(bytes))
    expect([samples(0x08), samples(0x18), samples(0x60), samples(0x80), samples(0xf8)]).toEqual([
      960, 2880, 480, 120, 960,
    ])
    expect([samples(0xf9), samples(0xfb, 6), samples(0xfb, 0x86)]).toEqual([1920, 5760, 5760])
    expect(refusalOf(() => samples(0xfb, 7))).toBe('opusBadPacket')
    expect(refusalOf(() => samples(0xfb))).toBe('opusBadPacket')
  })

  it('finds the packet of a decoded sample', () => {
    const { packets } = readOggOpus(join(...headerPages(), lastPage()))
    expect([0, 959, 960, 2879, 2880, 99_999].map((sample) => packets.indexAt(sample))).toEqual([
      0, 0, 1, 2, 3, 3,
    ])
    expect([0, 1, 2].map((index) => packets.startSample(index))).toEqual([0, 960, 1920])
  })
})

describe("the Ogg reader on ffmpeg's files", () => {
  it.each([
    ['speech 32k', speechLike(48_000 * 2 + 417), 32, []],
    ['music 64k', musicLike(48_000 * 2 + 1), 64, []],
    ['one sample', speechLike(1), 32, []],
    ['60 ms packets', speechLike(50_001), 32, ['-frame_duration', '60']],
    [
      '2.5 ms packets on short pages',
      musicLike(30_007),
      64,
      ['-frame_duration', '2.5', '-page_duration', '50000'],
    ],
  ] as const)('%s: exactly as long as it was and as ffmpeg decodes it', (_name, pcm, kbps, options) => {
    const bytes = encodeWithFfmpeg(pcm, kbps, [...options])
    const file = readOggOpus(bytes)
    expect(file.durationSamples).toBe(pcm.length)
    expect(decodeWithFfmpeg(bytes).length).toBe(pcm.length)
    expect(file.channelCount).toBe(1)
  })
})

describe('the Ogg reader on 20,000 odd inputs', () => {
  const good = encodeWithFfmpeg(speechLike(9_601), 32, ['-page_duration', '60000'])

  /** One of: bits flipped, cut short, a piece repeated, a piece overwritten. */
  function spoil(chance: () => number): Uint8Array {
    const below = (limit: number) => Math.floor(chance() * limit)
    const bytes = good.slice()
    for (let flips = below(4); flips >= 0; flips--) bytes[below(bytes.length)] = below(256)
    if (chance() < 0.2) return bytes.subarray(0, below(bytes.length))
    if (chance() < 0.1)
      return join(bytes.subarray(0, below(bytes.length)), bytes.subarray(below(bytes.length)))
    return bytes
  }

  it('takes each or refuses it by a code, and never fails otherwise', () => {
    const chance = seededChance(20_000)
    const seen = new Map<string, number>()
    for (let round = 0; round < 20_000; round++) {
      const bytes = spoil(chance)
      // So that the layers under them see the damage too.
      if (round % 2 === 1) repairChecksums(bytes)
      const outcome = refusalOf(() => readOggOpus(bytes))
      seen.set(outcome, (seen.get(outcome) ?? 0) + 1)
    }
    expect(seen.get('oggBadCrc')).toBeGreaterThan(1000)
    expect(seen.size).toBeGreaterThan(8)
  })
})
