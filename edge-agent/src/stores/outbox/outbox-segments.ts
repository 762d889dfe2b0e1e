import { type Files, parseJson, parseJws, sha256Of, TOPICS } from '@tieng-lang/protocol'

const FOLDER = 'outbox'
const NEWLINE = 0x0a
const BYTES_MAX = TOPICS.playouts.bytesMax

/** One file of sealed records, a line each, named by the number of its first. */
export interface Segment {
  name: string
  firstSequence: number
  lastSequence: number
  sizeBytes: number
}

export interface Line {
  sequence: number
  bytes: Uint8Array
  /** Offset of the byte after its newline. */
  endsAtByte: number
}

export function segmentPath(name: string): string {
  return `${FOLDER}/${name}`
}

/** `000000000042.jws`: names in the order of their numbers. */
export function segmentName(firstSequence: number): string {
  return `${String(firstSequence).padStart(12, '0')}.jws`
}

/** The segment files, oldest first. */
export async function listSegments(files: Files): Promise<string[]> {
  const entries = await files.list(FOLDER)
  return entries
    .map(({ name }) => name)
    .filter((name) => /^\d{12}\.jws$/.test(name))
    .sort()
}

/**
 * The readable lines of a segment. A line that is no record (a damaged sector) is passed over; what follows the last
 * newline is a torn append and no line at all.
 */
function parseLines(content: Uint8Array): Line[] {
  const lines: Line[] = []
  for (let start = 0; ; ) {
    const end = content.indexOf(NEWLINE, start)
    if (end < 0) return lines
    const bytes = content.subarray(start, end)
    const sequence = sequenceOf(bytes)
    if (sequence !== undefined) lines.push({ sequence, bytes, endsAtByte: end + 1 })
    start = end + 1
  }
}

/** The number of a record of our own; its signature was made here and is judged by the server. */
function sequenceOf(bytes: Uint8Array): number | undefined {
  const parsed = parseJws(bytes, BYTES_MAX)
  const claims = parsed.ok ? parseJson(parsed.value.payload) : undefined
  if (typeof claims !== 'object' || claims === null || !('sequence' in claims)) return undefined
  return typeof claims.sequence === 'number' ? claims.sequence : undefined
}

interface ReadSegment {
  segment: Segment
  lines: Line[]
  /** Up to the end of the last record; what lies behind it is torn. */
  wholeBytes: number
}

/** Reads a segment; one that holds no record has no lines. */
export async function readSegment(files: Files, name: string): Promise<ReadSegment> {
  const content = (await files.read(segmentPath(name))) ?? new Uint8Array()
  const lines = parseLines(content)
  const firstSequence = Number(name.slice(0, 12))
  const last = lines.at(-1)
  return {
    lines,
    wholeBytes: last?.endsAtByte ?? 0,
    segment: {
      name,
      firstSequence,
      lastSequence: last?.sequence ?? firstSequence - 1,
      sizeBytes: content.length,
    },
  }
}

export function lineHash(line: Line): string {
  return sha256Of(line.bytes)
}
