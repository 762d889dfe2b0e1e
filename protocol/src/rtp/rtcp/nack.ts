import { viewOf } from '../bytes.ts'
import { NACK_SEQUENCE_NUMBERS_MAX } from '../limits.ts'
import { type Parsed, refuse } from '../media-refusal.ts'
import { NACK_FORMAT, type Nack, RTCP_TYPES, type RtcpBlock } from './rtcp-packet.ts'

/** RFC 4585 §6.1: who asks, and about whose packets. */
const SSRCS_BYTES = 8
const ENTRY_BYTES = 4
/** Bits in the mask that follows a packet id. */
const MASK_BITS = 16

/**
 * A generic NACK. Each entry names one packet, and by a mask which of the sixteen after it are missing as well.
 *
 *     |            PID                |             BLP               |   (RFC 4585 §6.2.1)
 *
 * Refuses `truncated` and, above `NACK_SEQUENCE_NUMBERS_MAX` packets, `oversized`.
 */
export function parseNack({ body }: RtcpBlock): Parsed<Nack> {
  if (body.length < SSRCS_BYTES + ENTRY_BYTES) return refuse('truncated', 'a NACK without entries')
  const view = viewOf(body)
  const sequenceNumbers: number[] = []
  for (let offset = SSRCS_BYTES; offset + ENTRY_BYTES <= body.length; offset += ENTRY_BYTES) {
    const packetId = view.getUint16(offset)
    const mask = view.getUint16(offset + 2)
    sequenceNumbers.push(packetId)
    for (let bit = 0; bit < MASK_BITS; bit += 1) {
      if ((mask & (1 << bit)) !== 0) sequenceNumbers.push((packetId + bit + 1) & 0xffff)
    }
    if (sequenceNumbers.length > NACK_SEQUENCE_NUMBERS_MAX) return refuse('oversized', 'too many packets')
  }
  return {
    ok: true,
    value: { type: 'nack', senderSsrc: view.getUint32(0), mediaSsrc: view.getUint32(4), sequenceNumbers },
  }
}

/**
 * Sequence numbers that rise (modulo 2^16) share entries; each comes out once as long as they do.
 * @throws RangeError on none, or more than a receiver takes
 */
export function writeNack({ senderSsrc, mediaSsrc, sequenceNumbers }: Nack): RtcpBlock {
  if (sequenceNumbers.length === 0 || sequenceNumbers.length > NACK_SEQUENCE_NUMBERS_MAX) {
    throw new RangeError(`${sequenceNumbers.length} packets in a NACK`)
  }
  const entries: { packetId: number; mask: number }[] = []
  for (const sequenceNumber of sequenceNumbers) {
    const entry = entries.at(-1)
    const distance = entry ? (sequenceNumber - entry.packetId) & 0xffff : MASK_BITS + 1
    if (!entry || distance > MASK_BITS) entries.push({ packetId: sequenceNumber, mask: 0 })
    else if (distance > 0) entry.mask |= 1 << (distance - 1)
  }
  const body = Buffer.alloc(SSRCS_BYTES + entries.length * ENTRY_BYTES)
  body.writeUInt32BE(senderSsrc, 0)
  body.writeUInt32BE(mediaSsrc, 4)
  for (const [index, { packetId, mask }] of entries.entries()) {
    body.writeUInt16BE(packetId, SSRCS_BYTES + index * ENTRY_BYTES)
    body.writeUInt16BE(mask, SSRCS_BYTES + index * ENTRY_BYTES + 2)
  }
  return { packetType: RTCP_TYPES.transportFeedback, count: NACK_FORMAT, body }
}
