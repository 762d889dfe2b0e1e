import { CodedError } from '@tieng-lang/protocol'
import { AudioRefusal } from '../../../edge-agent/src/audio/audio-refusal.ts'
import { readOggOpus } from '../../../edge-agent/src/audio/ogg/ogg-reader.ts'
import {
  headerPages,
  join,
  lacing,
  opusHead,
  packetOf,
  repairChecksums,
  writeOggPage,
} from '../../../edge-agent/test/audio/ogg/ogg-writer.ts'
import { OggPackets } from '../../../server/src/media/capture/ogg-packets.ts'
import { changedBytes } from './changed-bytes.ts'
import type { Dice } from './dice.ts'
import type { FuzzedParser } from './parsers-suite.ts'

/** Captures, header types, granule positions, segment tables and heads of Opus packets. */
const WORDS = [
  ...['OggS\0\0', 'OggS\0\x04', 'OpusHead\x01\x01', 'OpusTags', '\0\0\0\0', '\x01\x7f', '\x02\0\x0a'],
  ...['\x03\0\0\0', '\x08\0', '\x0b\x07', '\x07\0\0\0\x02\0\0\0'],
]

/** Two pages with three packets, of which one goes on over the page. */
function soundPages(): Uint8Array[] {
  const long = packetOf(300, 2)
  return [
    writeOggPage({
      ...{ sequenceNumber: 2, granulePosition: 960n, lacingValues: [10, 255] },
      body: join(packetOf(10, 1), long.subarray(0, 255)),
    }),
    writeOggPage({
      ...{ headerType: 5, sequenceNumber: 3, granulePosition: 2_880n, lacingValues: [45, ...lacing(20)] },
      body: join(long.subarray(255), packetOf(20, 3)),
    }),
  ]
}

/** One page of packets that are hardly more than what says how long they sound (RFC 6716 §3.1). */
function shortPackets(): Uint8Array {
  const packets = [[0xfb, 2], [0xfb, 1], [0xf8], [0x7b, 1, 0], [0xf9]].map((bytes) => Uint8Array.from(bytes))
  const lacingValues = lacing(...packets.map(({ length }) => length))
  return writeOggPage({
    ...{ headerType: 4, sequenceNumber: 2, granulePosition: 6_720n, lacingValues, body: join(...packets) },
  })
}

const FILES: readonly Uint8Array[][] = [
  [...headerPages(), ...soundPages()],
  [...headerPages(), shortPackets()],
  [...headerPages(opusHead({ preSkip: 0, gainQ8: -640, channels: 2 })), ...soundPages()],
]

/** Pages dropped, doubled or in another order, or bytes changed; mostly with checksums that are right all the same. */
function changedFile(dice: Dice): Uint8Array {
  const pages = [...dice.one(FILES)]
  if (dice.below(4) === 0) pages.splice(dice.below(pages.length), dice.below(2), dice.one(dice.one(FILES)))
  const bytes = dice.below(6) === 0 ? join(...pages) : changedBytes(dice, join(...pages), WORDS)
  const changed = Uint8Array.from(bytes)
  if (dice.below(4) > 0) repairChecksums(changed)
  return changed
}

function answerOf(read: () => unknown): string {
  try {
    read()
    return 'taken'
  } catch (cause) {
    if (cause instanceof AudioRefusal || cause instanceof CodedError) return cause.code
    throw cause
  }
}

/** Takes what an encoder writes, in the pieces in which a pipe hands it on. */
function pushInPieces(bytes: Uint8Array): void {
  const packets = new OggPackets()
  for (let at = 0; at < bytes.length; at += 100) packets.push(bytes.subarray(at, at + 100))
}

/** What reads a recording on a cluster, and what an encoder gives on the server. */
export const OGG_PARSERS: readonly FuzzedParser[] = [
  {
    name: 'readOggOpus',
    inputOf: changedFile,
    parse: (bytes) => answerOf(() => readOggOpus(bytes)),
    codesMin: 14,
  },
  {
    name: 'OggPackets.push',
    inputOf: changedFile,
    parse: (bytes) => answerOf(() => pushInPieces(bytes)),
    codesMin: 2,
  },
]
