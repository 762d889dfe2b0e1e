import { viewOf } from '../bytes.ts'
import { DATAGRAM_BYTES_MAX } from '../limits.ts'
import { type Parsed, refuse } from '../media-refusal.ts'

/** RFC 3550 §5.1, without CSRC list and extension: this project sends neither and skips those of others. */
export interface RtpPacket {
  /** 0 to 127. */
  payloadType: number
  /** RFC 7587 §4.1: set on the first packet after silence that was not sent. */
  marker: boolean
  /** 16 bits. */
  sequenceNumber: number
  /** 32 bits of samples at 48 kHz. */
  rtpTimestamp: number
  /** 32 bits. */
  ssrc: number
  /** One Opus packet (RFC 7587 §4.2); a view of what was parsed. */
  payload: Uint8Array
}

export const RTP_HEAD_BYTES = 12
const VERSION = 2
const WORD_BYTES = 4

/**
 * Writes one packet.
 *
 *      0                   1                   2                   3
 *      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 *     |                           timestamp                           |
 *     |           synchronization source (SSRC) identifier            |
 *     |                     payload, one Opus packet …                |   (RFC 3550 §5.1)
 *
 * @throws RangeError on a packet that no receiver would take: our own mistake
 */
export function writeRtpPacket(packet: RtpPacket): Uint8Array {
  const { payload, payloadType, marker } = packet
  if (payloadType < 0 || payloadType > 127 || isRtcpType(second(payloadType, marker))) {
    throw new RangeError(`payload type ${payloadType}`)
  }
  if (RTP_HEAD_BYTES + payload.length > DATAGRAM_BYTES_MAX) throw new RangeError(`${payload.length} bytes`)
  const bytes = Buffer.alloc(RTP_HEAD_BYTES + payload.length)
  bytes.writeUInt8(VERSION << 6, 0)
  bytes.writeUInt8(second(payloadType, marker), 1)
  bytes.writeUInt16BE(packet.sequenceNumber, 2)
  bytes.writeUInt32BE(packet.rtpTimestamp, 4)
  bytes.writeUInt32BE(packet.ssrc, 8)
  bytes.set(payload, RTP_HEAD_BYTES)
  return bytes
}

/**
 * Reads one packet (RFC 3550 §5.1, A.1). A CSRC list and a header extension are skipped, padding is taken off. The payload
 * is a view of `bytes`. Refuses `oversized`, `truncated`, `wrongVersion`, `wrongKind`, `badPadding`.
 */
export function parseRtpPacket(bytes: Uint8Array): Parsed<RtpPacket> {
  const head = rtpHeadBytes(bytes)
  if (!head.ok) return head
  const view = viewOf(bytes)
  const hasPadding = (view.getUint8(0) & 0x20) !== 0
  const bodyBytes = bytes.length - head.value
  const paddingBytes = hasPadding && bodyBytes > 0 ? view.getUint8(bytes.length - 1) : 0
  if (hasPadding && (paddingBytes === 0 || paddingBytes > bodyBytes)) {
    return refuse('badPadding', 'padding that is none, or longer than the payload')
  }
  return {
    ok: true,
    value: {
      payloadType: view.getUint8(1) & 0x7f,
      marker: (view.getUint8(1) & 0x80) !== 0,
      sequenceNumber: view.getUint16(2),
      rtpTimestamp: view.getUint32(4),
      ssrc: view.getUint32(8),
      payload: bytes.subarray(head.value, bytes.length - paddingBytes),
    },
  }
}

/** How many bytes lie before the payload: what SRTP leaves in the clear (RFC 3711 §3.1). Refuses as `parseRtpPacket`. */
export function rtpHeadBytes(bytes: Uint8Array): Parsed<number> {
  const [first, secondByte] = bytes
  if (bytes.length > DATAGRAM_BYTES_MAX) return refuse('oversized', `${bytes.length} bytes`)
  if (first === undefined || secondByte === undefined || bytes.length < RTP_HEAD_BYTES) {
    return refuse('truncated', 'shorter than an RTP header')
  }
  if (first >> 6 !== VERSION) return refuse('wrongVersion', `version ${first >> 6}`)
  if (isRtcpType(secondByte)) return refuse('wrongKind', 'an RTCP packet type')
  const contributors = first & 0x0f
  const withContributors = RTP_HEAD_BYTES + contributors * WORD_BYTES
  const hasExtension = (first & 0x10) !== 0
  // RFC 3550 §5.3.1: 16 bits of profile, then the length in words, not counting these four bytes.
  const extensionWords = hasExtension
    ? ((bytes[withContributors + 2] ?? 0) << 8) | (bytes[withContributors + 3] ?? 0)
    : 0
  const headBytes = withContributors + (hasExtension ? WORD_BYTES + extensionWords * WORD_BYTES : 0)
  if (headBytes > bytes.length) return refuse('truncated', 'the header is longer than the packet')
  return { ok: true, value: headBytes }
}

/** RFC 5761 §4: on a shared port 192 to 223 in the second byte are RTCP, so no payload type may look like them. */
export function isRtcpType(secondByte: number): boolean {
  return secondByte >= 192 && secondByte <= 223
}

function second(payloadType: number, marker: boolean): number {
  return payloadType | (marker ? 0x80 : 0)
}
