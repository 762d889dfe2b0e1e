import { describe, expect, it } from 'vitest'
import { parseRtcpCompound, SrtcpReceiver, SrtcpSender, writeRtcpCompound } from '../../../src/rtp/index.ts'
import { authenticationTag } from '../../../src/rtp/srtp/transforms.ts'
import { codeOf, KEYS, OTHER_KEYS, parsedOf } from '../samples.ts'

const CLUSTER = 0x1111_2222
const SENDER = 0x3333_4444

function receiverReport(ssrc = CLUSTER): Uint8Array {
  const nack = { type: 'nack', senderSsrc: ssrc, mediaSsrc: SENDER, sequenceNumbers: [1, 2, 40] } as const
  return writeRtcpCompound({
    report: { type: 'receiverReport', ssrc, reports: [] },
    cname: 'c-1',
    nack: { ...nack, sequenceNumbers: [1, 2, 40] },
  })
}

describe('RFC 3711 §3.4: an SRTCP packet', () => {
  it('comes out as it went in, with a rising index', () => {
    const from = new SrtcpSender(KEYS)
    const to = new SrtcpReceiver(KEYS, { ssrc: CLUSTER })
    for (const srtcpIndex of [0, 1, 2]) {
      const read = parsedOf(to.unprotect(from.protect(receiverReport())))
      expect(read).toEqual({
        packets: parsedOf(parseRtcpCompound(receiverReport())),
        srtcpIndex,
        isNewest: true,
      })
    }
  })

  it('is taken once; one that comes late is taken, but says nothing of where its source is', () => {
    const from = new SrtcpSender(KEYS)
    const [first, second] = [from.protect(receiverReport()), from.protect(receiverReport())]
    const to = new SrtcpReceiver(KEYS, { ssrc: CLUSTER })
    expect(parsedOf(to.unprotect(second)).isNewest).toBe(true)
    expect(parsedOf(to.unprotect(first)).isNewest).toBe(false)
    expect(codeOf(to.unprotect(first))).toBe('replayed')
    expect(codeOf(to.unprotect(second))).toBe('replayed')
  })

  it('that is thrown back at its own source is refused', () => {
    const bytes = new SrtcpSender(KEYS).protect(receiverReport(CLUSTER))
    const cluster = new SrtcpReceiver(KEYS, { ssrc: SENDER })
    expect(codeOf(cluster.unprotect(bytes))).toBe('foreignSsrc')
  })

  it('is refused with any bit changed, and changes nothing', () => {
    const good = new SrtcpSender(KEYS).protect(receiverReport())
    const to = new SrtcpReceiver(KEYS, { ssrc: CLUSTER })
    for (let bit = 0; bit < good.length * 8; bit += 1) {
      const bytes = Buffer.from(good)
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(codeOf(to.unprotect(bytes))).toMatch(/badAuthentication|foreignSsrc/)
    }
    expect(parsedOf(to.unprotect(good)).isNewest).toBe(true)
  })

  it('is refused under another key, cut off, or in the clear', () => {
    const to = new SrtcpReceiver(KEYS, { ssrc: CLUSTER })
    expect(codeOf(to.unprotect(new SrtcpSender(OTHER_KEYS).protect(receiverReport())))).toBe(
      'badAuthentication',
    )
    expect(codeOf(to.unprotect(receiverReport().subarray(0, 21)))).toBe('truncated')
    expect(codeOf(to.unprotect(receiverReport()))).toBe('badAuthentication')
    const inTheClear = Buffer.concat([receiverReport(), Buffer.from([0, 0, 0, 9])])
    const authentic = Buffer.concat([inTheClear, authenticationTag(KEYS.rtcp, inTheClear)])
    expect(codeOf(to.unprotect(authentic))).toBe('notEncrypted')
  })
})
