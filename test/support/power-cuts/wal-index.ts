import { readFileSync } from 'node:fs'

/** SQLite's WAL: a header, then frames of a header and a page each (https://sqlite.org/walformat.html). */
export const WAL_HEADER_BYTES = 32
export const PAGE_BYTES = 4_096
export const FRAME_HEADER_BYTES = 24
export const FRAME_BYTES = FRAME_HEADER_BYTES + PAGE_BYTES

/** What the wal-index (`-shm`) says: native byte order, one writer. */
export interface WalIndex {
  /** Of the WAL that is being written: it changes whenever a WAL begins anew. */
  saltHex: string
  /** Frames of whole commits. */
  frames: number
  /** Frames that are in the main file, synced. */
  backfilled: number
  /** Frames that a checkpoint has begun to write to the main file; more than `backfilled` while it is under way. */
  attempted: number
}

export function readWalIndex(databasePath: string): WalIndex {
  const shared = readFileSync(`${databasePath}-shm`)
  return {
    saltHex: shared.toString('hex', 32, 40),
    frames: shared.readUInt32LE(16),
    backfilled: shared.readUInt32LE(96),
    attempted: shared.readUInt32LE(128),
  }
}

export function walBytesOf(frames: number): number {
  return frames === 0 ? 0 : WAL_HEADER_BYTES + frames * FRAME_BYTES
}

/** The salt in the header of a WAL; empty where there is no header yet. */
export function saltOf(wal: Buffer): string {
  return wal.toString('hex', 16, 24)
}

/** The page that a frame holds, counted from 1 both. */
export function pageOfFrame(wal: Buffer, frame: number): number {
  return wal.readUInt32BE(WAL_HEADER_BYTES + (frame - 1) * FRAME_BYTES)
}
