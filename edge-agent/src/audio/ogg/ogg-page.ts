import { AudioRefusal } from '../audio-refusal.ts'

/** One Ogg page (RFC 3533 §6). Offsets count bytes from the start of the file. */
export interface OggPage {
  /** Its first packet began on an earlier page. */
  isContinued: boolean
  isFirst: boolean
  isLast: boolean
  /** Samples at 48 kHz up to the end of the last packet completed here; `null` where none is completed. */
  granulePosition: number | null
  serialNumber: number
  sequenceNumber: number
  /** The segment table: a packet ends with the first value below 255. */
  lacingValues: Uint8Array
  bodyOffset: number
  endOffset: number
}

const HEADER_BYTES = 27
const CRC_OFFSET = 22
const CAPTURE_PATTERN = 0x4f676753

/**
 * Parses the page that starts at `offset`, checksum included.
 *
 *      0                   1                   2                   3
 *      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1   byte
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |                   capture pattern: "OggS"                     |  0-3
 *     | version = 0   | header type   | granule position              |  4-7
 *     |                                                               |  8-11
 *     |                               | bitstream serial number       | 12-15
 *     |                               | page sequence number          | 16-19
 *     |                               | CRC checksum                  | 20-23
 *     |                               | segment count | segment table | 24-
 *
 * Header type: 1 = continued packet, 2 = first page, 4 = last page. All numbers are little-endian (RFC 3533 §6).
 * @throws AudioRefusal oggTruncated, oggBadCapture, oggBadVersion, oggBadGranule, oggBadCrc
 */
export function parseOggPage(bytes: Uint8Array, offset: number): OggPage {
  if (offset + HEADER_BYTES > bytes.length) refuse('oggTruncated', offset)
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, bytes.length - offset)
  if (view.getUint32(0) !== CAPTURE_PATTERN) refuse('oggBadCapture', offset)
  if (view.getUint8(4) !== 0) refuse('oggBadVersion', offset)

  const headerType = view.getUint8(5)
  const bodyOffset = offset + HEADER_BYTES + view.getUint8(26)
  if (bodyOffset > bytes.length) refuse('oggTruncated', offset)
  const lacingValues = bytes.subarray(offset + HEADER_BYTES, bodyOffset)
  const endOffset = lacingValues.reduce((sum, value) => sum + value, bodyOffset)
  if (endOffset > bytes.length) refuse('oggTruncated', offset)
  if (view.getUint32(CRC_OFFSET, true) !== oggPageCrc(bytes, offset, endOffset)) refuse('oggBadCrc', offset)

  return {
    isContinued: (headerType & 1) !== 0,
    isFirst: (headerType & 2) !== 0,
    isLast: (headerType & 4) !== 0,
    granulePosition: parseGranulePosition(view.getBigInt64(6, true), offset),
    serialNumber: view.getUint32(14, true),
    sequenceNumber: view.getUint32(18, true),
    lacingValues,
    bodyOffset,
    endOffset,
  }
}

/** RFC 3533 §6: −1 says that no packet finishes on this page. */
function parseGranulePosition(value: bigint, offset: number): number | null {
  if (value === -1n) return null
  if (value < 0n || value > BigInt(Number.MAX_SAFE_INTEGER)) refuse('oggBadGranule', offset)
  return Number(value)
}

/** Polynomial 0x04c11db7, start 0, no reflection, no final inversion (RFC 3533 §6, field 7). */
const CRC_TABLE = Int32Array.from({ length: 256 }, (_, index) => {
  let crc = index << 24
  for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc < 0 ? 0x04c11db7 : 0)
  return crc
})

const NO_CRC = new Uint8Array(4)

/** The checksum of the page in `bytes[offset, endOffset)`, its own field counted as zero (RFC 3533 §6). */
export function oggPageCrc(bytes: Uint8Array, offset: number, endOffset: number): number {
  const before = addToCrc(0, bytes.subarray(offset, offset + CRC_OFFSET))
  const field = addToCrc(before, NO_CRC)
  return addToCrc(field, bytes.subarray(offset + CRC_OFFSET + NO_CRC.length, endOffset)) >>> 0
}

function addToCrc(start: number, bytes: Uint8Array): number {
  let crc = start
  for (let index = 0; index < bytes.length; index++) {
    // Below the length, and below 256: both are there.
    crc = (crc << 8) ^ (CRC_TABLE[(crc >>> 24) ^ (bytes[index] as number)] as number)
  }
  return crc
}

function refuse(code: ConstructorParameters<typeof AudioRefusal>[0], offset: number): never {
  throw new AudioRefusal(code, `Ogg page at byte ${offset}`)
}
