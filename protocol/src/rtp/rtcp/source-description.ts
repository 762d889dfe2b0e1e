import { viewOf } from '../bytes.ts'
import { type Parsed, refuse } from '../media-refusal.ts'
import { RTCP_TYPES, type RtcpBlock, type SourceDescription } from './rtcp-packet.ts'

/** RFC 3550 §6.5: type, length, text; a zero byte ends the chunk, which is filled up to a whole word. */
const CNAME_ITEM = 1
const END_ITEM = 0
const SSRC_BYTES = 4
const ITEM_HEAD_BYTES = 2
export const CNAME_BYTES_MAX = 255

/** Refuses `truncated`. Items other than the canonical name are skipped. */
export function parseSourceDescription({ count, body }: RtcpBlock): Parsed<SourceDescription> {
  const chunks: SourceDescription['chunks'] = []
  let offset = 0
  for (let index = 0; index < count; index += 1) {
    const chunk = parseChunk(body, offset)
    if (!chunk) return refuse('truncated', 'a source description is cut off')
    chunks.push({ ssrc: chunk.ssrc, cname: chunk.cname })
    offset = chunk.end
  }
  return { ok: true, value: { type: 'sourceDescription', chunks } }
}

function parseChunk(
  body: Uint8Array,
  start: number,
): { ssrc: number; cname: string | undefined; end: number } | undefined {
  if (start + SSRC_BYTES > body.length) return undefined
  const ssrc = viewOf(body).getUint32(start)
  let cname: string | undefined
  for (let offset = start + SSRC_BYTES; offset < body.length; ) {
    const item = body[offset]
    if (item === END_ITEM) return { ssrc, cname, end: wholeWords(offset + 1) }
    const textAt = offset + ITEM_HEAD_BYTES
    const textEnd = textAt + (body[offset + 1] ?? 0)
    if (textAt > body.length || textEnd > body.length) return undefined
    if (item === CNAME_ITEM) cname ??= new TextDecoder().decode(body.subarray(textAt, textEnd))
    offset = textEnd
  }
  return undefined
}

/** @throws RangeError on a name over 255 bytes or more than 31 chunks */
export function writeSourceDescription({ chunks }: SourceDescription): RtcpBlock {
  if (chunks.length > 31) throw new RangeError(`${chunks.length} chunks`)
  const body = Buffer.concat(chunks.map(({ ssrc, cname }) => writeChunk(ssrc, cname)))
  return { packetType: RTCP_TYPES.sourceDescription, count: chunks.length, body }
}

function writeChunk(ssrc: number, cname: string | undefined): Buffer {
  const text = Buffer.from(cname ?? '', 'utf8')
  if (text.length > CNAME_BYTES_MAX) throw new RangeError(`a name of ${text.length} bytes`)
  const itemBytes = cname === undefined ? 0 : ITEM_HEAD_BYTES + text.length
  const chunk = Buffer.alloc(wholeWords(SSRC_BYTES + itemBytes + 1))
  chunk.writeUInt32BE(ssrc, 0)
  if (cname !== undefined) chunk.set([CNAME_ITEM, text.length, ...text], SSRC_BYTES)
  return chunk
}

function wholeWords(bytes: number): number {
  return Math.ceil(bytes / 4) * 4
}
