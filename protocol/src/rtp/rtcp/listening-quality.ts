import { viewOf } from '../bytes.ts'
import { type Parsed, refuse } from '../media-refusal.ts'
import { type ListeningQuality, RTCP_TYPES, type RtcpBlock } from './rtcp-packet.ts'

/** RFC 3550 §6.7: four letters that tell one application's packets from another's. */
const NAME = 'TLRQ'
const NAME_OFFSET = 4
const VALUES_OFFSET = 8
const BODY_BYTES = 20
const UINT16_MAX = 0xffff

/** RFC 3550 §6.7: whether an APP packet is one of ours. */
export function isListeningQuality({ body }: RtcpBlock): boolean {
  return Buffer.from(body.subarray(NAME_OFFSET, VALUES_OFFSET)).toString('latin1') === NAME
}

/**
 * How a listener heard since its last report.
 *
 *     |                     SSRC                      |
 *     |                 name, "TLRQ"                  |
 *     |      concealed, ‰     |      restored, ‰      |
 *     |        late, ‰        |      buffer, ms       |
 *     |    round trip, ms     |           0           |   (RFC 3550 §6.7)
 *
 * Refuses `truncated`; a later version may be longer.
 */
export function parseListeningQuality({ body }: RtcpBlock): Parsed<ListeningQuality> {
  if (body.length < BODY_BYTES) return refuse('truncated', 'a listening quality is cut off')
  const view = viewOf(body)
  const valueAt = (index: number) => view.getUint16(VALUES_OFFSET + 2 * index)
  return {
    ok: true,
    value: {
      ...{ type: 'listeningQuality', ssrc: view.getUint32(0) },
      ...{ concealedPermille: valueAt(0), restoredPermille: valueAt(1), latePermille: valueAt(2) },
      ...{ bufferMs: valueAt(3), roundTripMs: valueAt(4) },
    },
  }
}

/** What does not fit into 16 bits is the largest that does. */
export function writeListeningQuality(quality: ListeningQuality): RtcpBlock {
  const { concealedPermille, restoredPermille, latePermille, bufferMs, roundTripMs } = quality
  const body = Buffer.alloc(BODY_BYTES)
  body.writeUInt32BE(quality.ssrc, 0)
  body.write(NAME, NAME_OFFSET, 'latin1')
  const values = [concealedPermille, restoredPermille, latePermille, bufferMs, roundTripMs]
  for (const [index, value] of values.entries())
    body.writeUInt16BE(Math.min(UINT16_MAX, Math.max(0, Math.round(value))), VALUES_OFFSET + 2 * index)
  return { packetType: RTCP_TYPES.application, count: 0, body }
}
