import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  parseRtcpCompound,
  type ReceiverReport,
  type RtcpCompound,
  type SenderReport,
  writeRtcpCompound,
} from '../../../src/rtp/index.ts'
import { codeOf, hex, parsedOf, uint16, uint32 } from '../samples.ts'

const reports = fc.array(
  fc.record({
    ssrc: uint32,
    lostRatio: fc.integer({ min: 0, max: 255 }).map((parts) => parts / 256),
    packetsLost: fc.integer({ min: -0x80_0000, max: 0x7f_ffff }),
    highestSequenceNumber: uint32,
    jitterSamples: uint32,
    lastSenderReport: uint32,
    delaySinceLastSenderReportMs: uint32.map((units) => units / 65.536),
  }),
  { maxLength: 31 },
)
const senderReports: fc.Arbitrary<SenderReport> = fc.record({
  type: fc.constant('senderReport' as const),
  ssrc: uint32,
  sentAt: fc.integer({ min: 0, max: Date.UTC(2100, 0) }),
  rtpTimestamp: uint32,
  packetCount: uint32,
  octetCount: uint32,
  reports,
})
const receiverReports: fc.Arbitrary<ReceiverReport> = fc.record({
  type: fc.constant('receiverReport' as const),
  ssrc: uint32,
  reports,
})
const text = fc.string({ unit: 'grapheme', maxLength: 20 })
/** Rising, as a receiver misses them, over the end of the sequence numbers too. */
const missing = fc
  .tuple(uint16, fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 60 }))
  .map(([first, steps]) => steps.sort((a, b) => a - b).map((step) => (first + step) & 0xffff))
const compounds: fc.Arbitrary<RtcpCompound> = fc.record({
  report: fc.oneof(senderReports, receiverReports),
  cname: text,
  nack: fc.option(
    fc.record({
      type: fc.constant('nack' as const),
      senderSsrc: uint32,
      mediaSsrc: uint32,
      sequenceNumbers: missing,
    }),
    { nil: undefined },
  ),
  goodbye: fc.option(
    fc.record({
      type: fc.constant('goodbye' as const),
      ssrcs: fc.array(uint32, { maxLength: 31 }),
      reason: fc.option(text, { nil: undefined }),
    }),
    { nil: undefined },
  ),
})

describe('RFC 3550 §6: an RTCP compound', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(compounds, ({ report, cname, nack, goodbye }) => {
        const [first, ...rest] = parsedOf(
          parseRtcpCompound(writeRtcpCompound({ report, cname, nack, goodbye })),
        )
        // The instant goes through 2^-32 s and back.
        expect(first && 'sentAt' in first ? { ...first, sentAt: Math.round(first.sentAt) } : first).toEqual(
          report,
        )
        const name = { type: 'sourceDescription', chunks: [{ ssrc: report.ssrc, cname }] }
        expect(rest).toEqual([name, ...(nack ? [nack] : []), ...(goodbye ? [goodbye] : [])])
      }),
      { seed: 1, numRuns: 500 },
    )
  })

  it('RFC 4585 §6.2.1: a NACK names seventeen packets in four bytes, over the end of the sequence numbers', () => {
    const nack = { type: 'nack', senderSsrc: 1, mediaSsrc: 2 } as const
    const sequenceNumbers = [65_530, 65_531, 65_535, 0, 10, 11]
    const report = { type: 'receiverReport', ssrc: 1, reports: [] } as const
    const compound = { report: { ...report, reports: [] }, cname: 'c', nack: { ...nack, sequenceNumbers } }
    const bytes = writeRtcpCompound(compound)
    expect(Buffer.from(bytes.subarray(-20)).toString('hex')).toBe(
      '81cd0004' + '00000001' + '00000002' + 'fffa8031' + '000b0000',
    )
    expect(parsedOf(parseRtcpCompound(bytes)).at(-1)).toEqual({ ...nack, sequenceNumbers })
  })

  it('skips packets that are not ours: an application packet, other feedback, extended reports', () => {
    const foreign =
      '80cc0002 00000001 41424344 81ce0002 00000001 00000002 80cf0001 00000001 8fcd0002 00000001 00000002'
    expect(parsedOf(parseRtcpCompound(hex(`80c90001 00000001 ${foreign}`)))).toEqual([
      { type: 'receiverReport', ssrc: 1, reports: [] },
    ])
  })

  it('takes padding on its last packet', () => {
    expect(codeOf(parseRtcpCompound(hex('80c90001 00000001 a0cb0001 00000004')))).toBe('taken')
  })

  it.each([
    ['truncated', ''],
    ['truncated', '80c900'],
    ['truncated', '80c90000'],
    ['truncated', '81c90001 00000001'],
    ['truncated', '80c80001 00000001'],
    ['wrongVersion', '40c90001 00000001'],
    ['wrongVersion', '80c90001 00000001 00cb0000'],
    ['notCompound', '80cb0000'],
    ['notCompound', '81cd0003 00000001 00000002 00050000'],
    ['badLength', '80c90002 00000001'],
    ['badLength', '80c90001 00000001 80'],
    ['badPadding', 'a0c90002 00000001 00000004 80cb0000'],
    ['badPadding', 'a0c90002 00000001 00000003'],
    ['badPadding', 'a0c90002 00000001 00000000'],
    ['badPadding', 'a0c90002 00000001 00000010'],
    ['truncated', '80c90001 00000001 81ca0001 00000001'],
    ['truncated', '80c90001 00000001 81ca0002 00000001 01096162'],
    ['truncated', '80c90001 00000001 82cb0001 00000001'],
    ['truncated', '80c90001 00000001 80cb0001 09616263'],
    ['truncated', '80c90001 00000001 81cd0002 00000001 00000002'],
    ['oversized', `80c90001 00000001 81cd0013 ${'00'.repeat(8)} ${'0001ffff'.repeat(17)}`],
    ['oversized', '00'.repeat(1_473)],
  ])('RFC 3550 A.2: is refused as %s: %s', (code, bytes) => {
    expect(codeOf(parseRtcpCompound(hex(bytes)))).toBe(code)
  })
})
