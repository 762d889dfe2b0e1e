import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OPUS_PAYLOAD_TYPE, type ProtectedPacket, SrtpReceiver, SrtpSender } from '../../../src/rtp/index.ts'
import { codeOf, KEYS, OTHER_KEYS, parsedOf } from '../samples.ts'

const SSRC = 0xcafe_babe

function stream(nextPacketIndex: number, packets: number, ssrc = SSRC): ProtectedPacket[] {
  const sender = new SrtpSender(KEYS, { ssrc, payloadType: OPUS_PAYLOAD_TYPE, nextPacketIndex })
  return Array.from({ length: packets }, (_, count) =>
    sender.protect({
      payload: Buffer.from(`packet ${count}`),
      rtpTimestamp: count * 960,
      marker: count === 0,
    }),
  )
}

function receiver(nextPacketIndex: number): SrtpReceiver {
  return new SrtpReceiver(KEYS, { ssrc: SSRC, nextPacketIndex })
}

function packetAt(packets: ProtectedPacket[], index: number): Uint8Array {
  const packet = packets[index]
  if (!packet) throw new RangeError(`no packet ${index}`)
  return packet.bytes
}

describe('RFC 3711 §3.3: an SRTP stream', () => {
  it('comes out as it went in, with its packet indices', () => {
    const to = receiver(0)
    for (const [count, { bytes, packetIndex }] of stream(0, 100).entries()) {
      const read = parsedOf(to.unprotect(bytes))
      expect(read.packetIndex).toBe(packetIndex)
      expect(read.packet).toMatchObject({ rtpTimestamp: count * 960, marker: count === 0, ssrc: SSRC })
      expect(Buffer.from(read.packet.payload).toString()).toBe(`packet ${count}`)
    }
    expect(to.highestPacketIndex).toBe(99)
  })

  it('hides its payload', () => {
    expect(Buffer.from(packetAt(stream(0, 1), 0)).includes('packet')).toBe(false)
  })

  it('§3.3.1: goes on over the end of the sequence numbers, with loss and in another order', () => {
    const order = fc.array(fc.record({ isLost: fc.boolean(), lateBy: fc.integer({ min: 0, max: 30 }) }), {
      minLength: 300,
      maxLength: 300,
    })
    const packets = stream(65_536 - 150, 300)
    fc.assert(
      fc.property(order, (fates) => {
        const arriving = packets
          .map((packet, index) => ({
            packet,
            at: index + (fates[index]?.lateBy ?? 0),
            isLost: fates[index]?.isLost,
          }))
          .filter(({ isLost }) => !isLost)
          .sort((a, b) => a.at - b.at)
        const to = receiver(65_536 - 150)
        for (const { packet } of arriving) {
          expect(parsedOf(to.unprotect(packet.bytes)).packetIndex).toBe(packet.packetIndex)
        }
      }),
      { seed: 1, numRuns: 20 },
    )
  })

  it('goes on after ten seconds without a packet in which the sequence numbers began anew', () => {
    const packets = stream(65_300, 800)
    const to = receiver(65_300)
    for (const { bytes } of [...packets.slice(0, 100), ...packets.slice(600)]) {
      expect(codeOf(to.unprotect(bytes))).toBe('taken')
    }
  })

  it('is joined after 25 minutes, a rollover later, by who was told the index', () => {
    const minutes25 = 25 * 60 * 50
    expect(minutes25).toBeGreaterThan(65_536)
    const late = stream(minutes25, 3)
    const told = receiver(minutes25)
    expect(late.map(({ bytes }) => codeOf(told.unprotect(bytes)))).toEqual(['taken', 'taken', 'taken'])
    const untold = receiver(0)
    expect(codeOf(untold.unprotect(packetAt(late, 0)))).toBe('badAuthentication')
  })

  it('a late joiner takes what was sent two seconds before, and nothing recorded earlier', () => {
    const to = receiver(75_000)
    expect(codeOf(to.unprotect(packetAt(stream(74_900, 1), 0)))).toBe('taken')
    expect(codeOf(to.unprotect(packetAt(stream(74_743, 1), 0)))).toBe('replayed')
    expect(codeOf(to.unprotect(packetAt(stream(60_000, 1), 0)))).toBe('replayed')
  })

  it('is found again after an outage of a quarter of an hour by who is told the index anew', () => {
    const to = receiver(30_000)
    parsedOf(to.unprotect(packetAt(stream(30_000, 1), 0)))
    const later = packetAt(stream(75_000, 1), 0)
    expect(codeOf(to.unprotect(later))).toBe('replayed')
    to.expectFrom(75_000)
    expect(parsedOf(to.unprotect(later)).packetIndex).toBe(75_000)
  })

  it('a packet that is sent again is the same bytes, and is taken where it was missed', () => {
    const packets = stream(0, 120)
    const to = receiver(0)
    for (const { bytes, packetIndex } of packets) if (packetIndex !== 7) parsedOf(to.unprotect(bytes))
    expect(parsedOf(to.unprotect(packetAt(packets, 7))).packetIndex).toBe(7)
    expect(codeOf(to.unprotect(packetAt(packets, 7)))).toBe('replayed')
  })
})

describe('RFC 3711 §3.3, §3.3.2: a packet of a third party', () => {
  const packets = stream(1_000, 400)

  it('is not heard a second time, whenever it comes', () => {
    const to = receiver(1_000)
    for (const { bytes } of packets) parsedOf(to.unprotect(bytes))
    for (const { bytes } of packets) expect(codeOf(to.unprotect(bytes))).toBe('replayed')
  })

  it('is not heard with any bit changed, and changes nothing', () => {
    const good = packetAt(packets, 0)
    const to = receiver(1_000)
    for (let bit = 0; bit < good.length * 8; bit += 1) {
      const bytes = Buffer.from(good)
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(codeOf(to.unprotect(bytes))).toMatch(/badAuthentication|foreignSsrc|replayed/)
    }
    expect(to.highestPacketIndex).toBeUndefined()
    expect(codeOf(to.unprotect(good))).toBe('taken')
  })

  it('is not heard under another key, another SSRC or another rollover', () => {
    const forged = new SrtpSender(OTHER_KEYS, { ssrc: SSRC, payloadType: 111, nextPacketIndex: 1_000 })
    const bytes = forged.protect({ payload: new Uint8Array(9), rtpTimestamp: 0, marker: false }).bytes
    expect(codeOf(receiver(1_000).unprotect(bytes))).toBe('badAuthentication')
    expect(codeOf(receiver(1_000).unprotect(packetAt(stream(1_000, 1, 5), 0)))).toBe('foreignSsrc')
    expect(codeOf(receiver(66_536).unprotect(packetAt(packets, 0)))).toBe('badAuthentication')
  })

  it('is refused whatever its length', () => {
    const good = packetAt(packets, 0)
    for (let length = 0; length < good.length; length += 1) {
      expect(codeOf(receiver(1_000).unprotect(good.subarray(0, length)))).toMatch(
        /truncated|badAuthentication/,
      )
    }
    expect(codeOf(receiver(1_000).unprotect(new Uint8Array(1_473)))).toBe('oversized')
  })
})
