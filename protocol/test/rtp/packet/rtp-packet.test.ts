import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRtpPacket, writeRtpPacket } from '../../../src/rtp/index.ts'
import { codeOf, hex, parsedOf, uint16, uint32 } from '../samples.ts'

const packets = fc.record({
  // RFC 5761 §4: 64 to 95 would look like RTCP once the marker is set.
  payloadType: fc.oneof(fc.integer({ min: 0, max: 63 }), fc.integer({ min: 96, max: 127 })),
  marker: fc.boolean(),
  sequenceNumber: uint16,
  rtpTimestamp: uint32,
  ssrc: uint32,
  payload: fc.uint8Array({ maxLength: 1_275 }),
})

describe('RFC 3550 §5.1: an RTP packet', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(packets, (packet) => {
        const read = parsedOf(parseRtpPacket(writeRtpPacket(packet)))
        expect({ ...read, payload: new Uint8Array(read.payload) }).toEqual(packet)
      }),
      { seed: 1 },
    )
  })

  it('has its fields where the RFC draws them', () => {
    const bytes = hex('80ef 1234 decafbad cafebabe abab')
    const packet = parsedOf(parseRtpPacket(bytes))
    expect(packet).toMatchObject({ payloadType: 111, marker: true, sequenceNumber: 0x1234 })
    expect(packet).toMatchObject({ rtpTimestamp: 0xdecafbad, ssrc: 0xcafebabe })
    expect(Buffer.from(writeRtpPacket(packet))).toEqual(bytes)
  })

  it('loses its contributing sources, header extension and padding', () => {
    const head = 'b26f 0001 00000002 00000003'
    const bytes = hex(`${head} 0000000a 0000000b bede0001 11223344 abcd 0003 03`)
    expect(Buffer.from(parsedOf(parseRtpPacket(bytes)).payload).toString('hex')).toBe('abcd')
  })

  it.each([
    ['truncated', '80'],
    ['truncated', '806f 0001 00000002 000000'],
    ['truncated', '816f 0001 00000002 00000003'],
    ['truncated', '906f 0001 00000002 00000003 bede0002 00000000'],
    ['wrongVersion', '406f 0001 00000002 00000003'],
    ['wrongKind', '80c8 0006 00000002 00000003'],
    ['badPadding', 'a06f 0001 00000002 00000003'],
    ['badPadding', 'a06f 0001 00000002 00000003 0000'],
    ['badPadding', 'a06f 0001 00000002 00000003 0003'],
    ['oversized', `806f 0001 00000002 00000003 ${'00'.repeat(1_461)}`],
  ])('is refused as %s: %s', (code, text) => {
    expect(codeOf(parseRtpPacket(hex(text)))).toBe(code)
  })

  it('is not written where no receiver would take it', () => {
    const packet = { payloadType: 111, marker: false, sequenceNumber: 1, rtpTimestamp: 2, ssrc: 3 }
    const payload = new Uint8Array(2)
    expect(() => writeRtpPacket({ ...packet, payload, payloadType: 72, marker: true })).toThrow(RangeError)
    expect(() => writeRtpPacket({ ...packet, payload: new Uint8Array(1_461) })).toThrow(RangeError)
    expect(() => writeRtpPacket({ ...packet, payload, sequenceNumber: 65_536 })).toThrow(RangeError)
  })
})
