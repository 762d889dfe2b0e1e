import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  PcmLinkError,
  type PcmLinkMessage,
  PcmLinkReader,
  writePcmLinkMessage,
} from '../../src/board/index.ts'

const u32 = fc.integer({ min: 0, max: 0xffffffff })
const count = fc.maxSafeNat()
const version = fc.integer({ min: 0, max: 255 })
const messages: fc.Arbitrary<PcmLinkMessage> = fc.oneof(
  fc.record({
    type: fc.constant('cardHello' as const),
    version,
    reportsDelay: fc.boolean(),
    sampleRateHz: u32,
    bufferSamples: u32,
  }),
  fc.record({ type: fc.constant('agentHello' as const), version, sampleRateHz: u32 }),
  fc.record({ type: fc.constant('captureHello' as const), version, sampleRateHz: u32 }),
  fc.record({
    type: fc.constant('pcm' as const),
    sequence: u32,
    samples: fc.uint8Array({ maxLength: 500 }).map((bytes) => bytes.subarray(0, bytes.length & ~1)),
  }),
  fc.constant({ type: 'flush' as const }),
  fc.constant({ type: 'idle' as const }),
  fc.record({
    type: fc.constant('delayReport' as const),
    positionSamples: count,
    consumedSamples: count,
    queuedSamples: u32,
    underruns: u32,
  }),
  fc.record({ type: fc.constant('credit' as const), grantedSamples: count }),
  fc.record({ type: fc.constant('refusal' as const), reason: fc.constantFrom('busy', 'badMessage') }),
)

function concat(parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

/** Feeds the bytes in chunks of the given sizes and copies what comes out. */
function readAll(bytes: Uint8Array, chunkSizes: number[]): PcmLinkMessage[] {
  const reader = new PcmLinkReader()
  const out: PcmLinkMessage[] = []
  let offset = 0
  for (let turn = 0; offset < bytes.length; turn++) {
    const end = offset + (chunkSizes[turn % chunkSizes.length] ?? 1)
    reader.push(bytes.subarray(offset, end), (message) => {
      out.push(message.type === 'pcm' ? { ...message, samples: message.samples.slice() } : message)
    })
    offset = end
  }
  return out
}

describe('PCM link', () => {
  it('gives back every message, however the network cuts the bytes', () => {
    const chunks = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(fc.array(messages, { maxLength: 12 }), chunks, (sent, chunkSizes) => {
        expect(readAll(concat(sent.map(writePcmLinkMessage)), chunkSizes)).toEqual(sent)
      }),
      { seed: 2020 },
    )
  })

  it('refuses foreign bytes by code', () => {
    const codeOf = (...bytes: number[]) => {
      try {
        new PcmLinkReader().push(Uint8Array.from(bytes), () => {})
        return 'none'
      } catch (error) {
        return error instanceof PcmLinkError ? error.code : error
      }
    }
    expect(codeOf(0x47, 0x45, 0x54, 0x20)).toBe('badMarker')
    expect(codeOf(0x54, 99, 0, 0)).toBe('unknownType')
    expect(codeOf(0x54, 3, 0xff, 0xff)).toBe('oversizedPayload')
    expect(codeOf(0x54, 3, 0, 3, 1, 2, 3)).toBe('badPayload')
    expect(codeOf(0x54, 18, 0, 1, 200)).toBe('badPayload')
    expect(codeOf(0x54, 17, 0, 8, 255, 255, 255, 255, 0, 0, 0, 0)).toBe('badPayload')
    expect(codeOf(0x54, 3, 0, 9)).toBe('none')
  })

  it('a seeded fuzz of broken messages gives coded errors and nothing else', () => {
    const broken = fc.tuple(
      fc.array(messages, { minLength: 1, maxLength: 4 }),
      fc.array(fc.nat(), { maxLength: 8 }),
    )
    fc.assert(
      fc.property(broken, fc.uint8Array({ maxLength: 30 }), ([sent, places], tail) => {
        const bytes = concat([...sent.map(writePcmLinkMessage), tail])
        for (const place of places) bytes[place % bytes.length] = place & 0xff
        try {
          readAll(bytes, [64])
        } catch (error) {
          expect(error).toBeInstanceOf(PcmLinkError)
        }
      }),
      { seed: 1, numRuns: 2000 },
    )
  })

  it('does not write what a receiver would refuse', () => {
    expect(() => writePcmLinkMessage({ type: 'pcm', sequence: 0, samples: new Uint8Array(5000) })).toThrow(
      RangeError,
    )
    expect(() => writePcmLinkMessage({ type: 'credit', grantedSamples: -1 })).toThrow(RangeError)
  })
})
