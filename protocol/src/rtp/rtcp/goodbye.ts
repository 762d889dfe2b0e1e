import { viewOf } from '../bytes.ts'
import { type Parsed, refuse } from '../media-refusal.ts'
import { type Goodbye, RTCP_TYPES, type RtcpBlock } from './rtcp-packet.ts'

const SSRC_BYTES = 4
const REASON_BYTES_MAX = 255

/** RFC 3550 §6.6: sources, then perhaps a length and a reason. Refuses `truncated`. */
export function parseGoodbye({ count, body }: RtcpBlock): Parsed<Goodbye> {
  const reasonAt = count * SSRC_BYTES
  if (body.length < reasonAt) return refuse('truncated', 'a source is cut off')
  const view = viewOf(body)
  const ssrcs = Array.from({ length: count }, (_, index) => view.getUint32(index * SSRC_BYTES))
  const reasonBytes = body[reasonAt]
  if (reasonBytes === undefined) return { ok: true, value: { type: 'goodbye', ssrcs, reason: undefined } }
  const reason = body.subarray(reasonAt + 1, reasonAt + 1 + reasonBytes)
  if (reason.length < reasonBytes) return refuse('truncated', 'the reason is cut off')
  return { ok: true, value: { type: 'goodbye', ssrcs, reason: new TextDecoder().decode(reason) } }
}

/** @throws RangeError on a reason over 255 bytes or more than 31 sources */
export function writeGoodbye({ ssrcs, reason }: Goodbye): RtcpBlock {
  const text = Buffer.from(reason ?? '', 'utf8')
  if (text.length > REASON_BYTES_MAX) throw new RangeError(`a reason of ${text.length} bytes`)
  if (ssrcs.length > 31) throw new RangeError(`${ssrcs.length} sources`)
  const reasonAt = ssrcs.length * SSRC_BYTES
  const body = Buffer.alloc(reasonAt + (reason === undefined ? 0 : Math.ceil((1 + text.length) / 4) * 4))
  for (const [index, ssrc] of ssrcs.entries()) body.writeUInt32BE(ssrc, index * SSRC_BYTES)
  if (reason !== undefined) body.set([text.length, ...text], reasonAt)
  return { packetType: RTCP_TYPES.goodbye, count: ssrcs.length, body }
}
