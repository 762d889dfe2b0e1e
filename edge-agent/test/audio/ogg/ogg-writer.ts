import { oggPageCrc } from '../../../src/audio/ogg/ogg-page.ts'

/** What a test wants on one page; the checksum is computed, so that a wrong field is refused for its own sake. */
export interface PageFields {
  headerType?: number
  granulePosition?: bigint
  serialNumber?: number
  sequenceNumber: number
  lacingValues: number[]
  body: Uint8Array
}

/** Writes one Ogg page (RFC 3533 §6). */
export function writeOggPage(fields: PageFields): Uint8Array {
  const headerBytes = 27 + fields.lacingValues.length
  const page = new Uint8Array(headerBytes + fields.body.length)
  const view = new DataView(page.buffer)
  page.set([0x4f, 0x67, 0x67, 0x53, 0, fields.headerType ?? 0])
  view.setBigInt64(6, fields.granulePosition ?? 0n, true)
  view.setUint32(14, fields.serialNumber ?? 7, true)
  view.setUint32(18, fields.sequenceNumber, true)
  page[26] = fields.lacingValues.length
  page.set(fields.lacingValues, 27)
  page.set(fields.body, headerBytes)
  view.setUint32(22, oggPageCrc(page, 0, page.length), true)
  return page
}

/** Makes the checksums of all pages right again, in place, as far as pages follow one another. */
export function repairChecksums(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let offset = 0; offset + 27 <= bytes.length; ) {
    let end = offset + 27 + (bytes[offset + 26] ?? 0)
    for (const value of bytes.subarray(offset + 27, end)) end += value
    if (end > bytes.length) return
    view.setUint32(offset + 22, oggPageCrc(bytes, offset, end), true)
    offset = end
  }
}

/** The lacing values of whole packets of these sizes (RFC 3533 §6, field 9). */
export function lacing(...packetBytes: number[]): number[] {
  return packetBytes.flatMap((bytes) => [...Array(Math.floor(bytes / 255)).fill(255), bytes % 255])
}

export interface HeadFields {
  preSkip?: number
  gainQ8?: number
  channels?: number
  family?: number
  version?: number
}

/** Writes an identification header (RFC 7845 §5.1). */
export function opusHead(fields: HeadFields = {}): Uint8Array {
  const head = new Uint8Array(19)
  const view = new DataView(head.buffer)
  head.set(new TextEncoder().encode('OpusHead'))
  head[8] = fields.version ?? 1
  head[9] = fields.channels ?? 1
  view.setUint16(10, fields.preSkip ?? 312, true)
  view.setUint32(12, 48_000, true)
  view.setInt16(16, fields.gainQ8 ?? 0, true)
  head[18] = fields.family ?? 0
  return head
}

export const OPUS_TAGS = new Uint8Array([...new TextEncoder().encode('OpusTags'), 0, 0, 0, 0, 0, 0, 0, 0])

/** Header pages of a stream: one packet each. */
export function headerPages(head = opusHead()): Uint8Array[] {
  return [
    writeOggPage({ headerType: 2, sequenceNumber: 0, lacingValues: lacing(head.length), body: head }),
    writeOggPage({ sequenceNumber: 1, lacingValues: lacing(OPUS_TAGS.length), body: OPUS_TAGS }),
  ]
}

/** A packet of 20 ms (CELT, config 31, one frame) of `bytes` bytes, each naming it. */
export function packetOf(bytes: number, name: number): Uint8Array {
  return new Uint8Array(bytes).fill(name).fill(0xf8, 0, 1)
}

export function join(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
