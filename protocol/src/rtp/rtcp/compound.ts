import { viewOf } from '../bytes.ts'
import { DATAGRAM_BYTES_MAX } from '../limits.ts'
import { type Parsed, type RefusedMedia, refuse } from '../media-refusal.ts'
import { parseGoodbye, writeGoodbye } from './goodbye.ts'
import { isListeningQuality, parseListeningQuality, writeListeningQuality } from './listening-quality.ts'
import { parseNack, writeNack } from './nack.ts'
import { parseReport, writeReport } from './reports.ts'
import {
  type Goodbye,
  type ListeningQuality,
  NACK_FORMAT,
  type Nack,
  type ReceiverReport,
  RTCP_TYPES,
  type RtcpBlock,
  type RtcpPacket,
  type SenderReport,
} from './rtcp-packet.ts'
import { parseSourceDescription, writeSourceDescription } from './source-description.ts'

const VERSION = 2
const HEAD_BYTES = 4

/** What every compound of ours holds: a report and a name (RFC 3550 §6.1), and then perhaps more. */
export interface RtcpCompound {
  report: SenderReport | ReceiverReport
  /** RFC 7022 §4.2: no address and no person in it. */
  cname: string
  nack?: Nack | undefined
  quality?: ListeningQuality | undefined
  goodbye?: Goodbye | undefined
}

/** @throws RangeError on what a receiver would refuse: our own mistake */
export function writeRtcpCompound({ report, cname, nack, quality, goodbye }: RtcpCompound): Uint8Array {
  const blocks = [
    writeReport(report),
    writeSourceDescription({ type: 'sourceDescription', chunks: [{ ssrc: report.ssrc, cname }] }),
    ...(nack ? [writeNack(nack)] : []),
    ...(quality ? [writeListeningQuality(quality)] : []),
    // RFC 3550 §6.6: last of what is said of a source.
    ...(goodbye ? [writeGoodbye(goodbye)] : []),
  ]
  const bytes = Buffer.concat(blocks.map(writeBlock))
  if (bytes.length > DATAGRAM_BYTES_MAX) throw new RangeError(`an RTCP compound of ${bytes.length} bytes`)
  return bytes
}

function writeBlock({ packetType, count, body }: RtcpBlock): Buffer {
  const bytes = Buffer.alloc(HEAD_BYTES + body.length)
  bytes.writeUInt8((VERSION << 6) | count, 0)
  bytes.writeUInt8(packetType, 1)
  bytes.writeUInt16BE(body.length / 4, 2)
  bytes.set(body, HEAD_BYTES)
  return bytes
}

/**
 * Reads a compound by the rules of RFC 3550 A.2: version 2 throughout, a report first, padding on the last alone, lengths
 * that add up. Packet types and feedback messages that are not ours are skipped (§6.1). Refuses `oversized`, `truncated`,
 * `wrongVersion`, `notCompound`, `badPadding`, `badLength`.
 */
export function parseRtcpCompound(bytes: Uint8Array): Parsed<RtcpPacket[]> {
  if (bytes.length > DATAGRAM_BYTES_MAX) return refuse('oversized', `${bytes.length} bytes`)
  if (bytes.length < HEAD_BYTES) return refuse('truncated', 'shorter than an RTCP header')
  const packets: RtcpPacket[] = []
  for (let offset = 0; offset < bytes.length; ) {
    const cut = cutBlock(bytes, offset)
    if (!cut.ok) return cut
    const { block, end } = cut.value
    if (offset === 0 && !isReport(block)) return refuse('notCompound', `begins with type ${block.packetType}`)
    const packet = parseBlock(block)
    if (packet && !packet.ok) return packet
    if (packet) packets.push(packet.value)
    offset = end
  }
  return { ok: true, value: packets }
}

function cutBlock(bytes: Uint8Array, offset: number): Parsed<{ block: RtcpBlock; end: number }> {
  if (offset + HEAD_BYTES > bytes.length) return refuse('badLength', 'bytes after the last packet')
  const view = viewOf(bytes)
  const first = view.getUint8(offset)
  if (first >> 6 !== VERSION) return refuse('wrongVersion', `version ${first >> 6}`)
  const end = offset + HEAD_BYTES + view.getUint16(offset + 2) * 4
  if (end > bytes.length) return refuse('badLength', 'a packet longer than the datagram')
  const whole = bytes.subarray(offset + HEAD_BYTES, end)
  const body = (first & 0x20) === 0 ? whole : withoutPadding(whole, end === bytes.length)
  if (!(body instanceof Uint8Array)) return body
  return {
    ok: true,
    value: { block: { packetType: view.getUint8(offset + 1), count: first & 0x1f, body }, end },
  }
}

/** RFC 3550 §6.4.1: whole words, and on the last packet only. */
function withoutPadding(body: Uint8Array, isLast: boolean): Uint8Array | RefusedMedia {
  const paddingBytes = body.at(-1) ?? 0
  if (!isLast || paddingBytes === 0 || paddingBytes % 4 !== 0 || paddingBytes > body.length) {
    return refuse('badPadding', 'padding that is none, no whole words, or not at the end')
  }
  return body.subarray(0, body.length - paddingBytes)
}

function isReport({ packetType }: RtcpBlock): boolean {
  return packetType === RTCP_TYPES.senderReport || packetType === RTCP_TYPES.receiverReport
}

/** Undefined where the packet is of a kind that is none of ours. */
function parseBlock(block: RtcpBlock): Parsed<RtcpPacket> | undefined {
  switch (block.packetType) {
    case RTCP_TYPES.senderReport:
    case RTCP_TYPES.receiverReport:
      return parseReport(block)
    case RTCP_TYPES.sourceDescription:
      return parseSourceDescription(block)
    case RTCP_TYPES.goodbye:
      return parseGoodbye(block)
    case RTCP_TYPES.application:
      return isListeningQuality(block) ? parseListeningQuality(block) : undefined
    case RTCP_TYPES.transportFeedback:
      return block.count === NACK_FORMAT ? parseNack(block) : undefined
    default:
      return undefined
  }
}
