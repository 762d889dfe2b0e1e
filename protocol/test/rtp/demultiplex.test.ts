import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  demultiplex,
  SrtcpSender,
  SrtpSender,
  writeMediaRequest,
  writeRtcpCompound,
} from '../../src/rtp/index.ts'
import { KEYS, mediaKeys } from './samples.ts'
import { mediaRequest } from './stun/exchange-samples.ts'

describe('RFC 7983 §7 and RFC 5761 §4: what came to the shared port', () => {
  it.each([63, 96, 111, 127])('is RTP with payload type %i, with and without the marker', (payloadType) => {
    const sender = new SrtpSender(KEYS, { ssrc: 1, payloadType })
    for (const marker of [false, true]) {
      expect(demultiplex(sender.protect({ payload: new Uint8Array(3), rtpTimestamp: 0, marker }).bytes)).toBe(
        'rtp',
      )
    }
  })

  it('is RTCP', () => {
    const report = { type: 'receiverReport', ssrc: 1, reports: [] } as const
    const compound = writeRtcpCompound({ report: { ...report, reports: [] }, cname: 'c-1' })
    expect(demultiplex(compound)).toBe('rtcp')
    expect(demultiplex(new SrtcpSender(KEYS).protect(compound))).toBe('rtcp')
  })

  it('is STUN', () => {
    expect(demultiplex(writeMediaRequest(mediaRequest(), mediaKeys()))).toBe('stun')
  })

  it('is nothing of ours: DTLS, TURN channels, ZRTP, STUN without its cookie, and what is too short', () => {
    const lead = (first: number, second = 111) =>
      Buffer.concat([Buffer.from([first, second]), Buffer.alloc(60)])
    for (const first of [0, 3, 4, 16, 20, 63, 64, 79, 127, 192, 255])
      expect(demultiplex(lead(first))).toBe('unknown')
    expect(demultiplex(lead(128).subarray(0, 11))).toBe('unknown')
    expect(demultiplex(lead(128, 200).subarray(0, 7))).toBe('unknown')
    expect(demultiplex(new Uint8Array())).toBe('unknown')
  })

  it('always has an answer', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(['stun', 'rtp', 'rtcp', 'unknown']).toContain(demultiplex(bytes))
      }),
      { seed: 1 },
    )
  })
})
