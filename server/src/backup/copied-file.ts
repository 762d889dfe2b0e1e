import { createHash } from 'node:crypto'
import { closeSync, fchmodSync, fsyncSync, mkdirSync, openSync, readSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

const CHUNK_BYTES = 1_048_576
/** What is written is brought to the disk as it comes: one great flush at the end would keep the database's waiting. */
const SYNC_EVERY_BYTES = 8 * CHUNK_BYTES

export const OWNER_ONLY_FOLDER = 0o700
const PERMISSION_BITS = 0o777

export interface Copied {
  sizeBytes: number
  sha256: string
  mode: number
}

/** Called between pieces; throws where the work is to be given up. */
export type Breath = () => void

/**
 * Copies a file to one that must not be there yet, durably, and hashes what it reads. For a worker thread or a program
 * of its own: it waits for the disk. The copy may be read by its owner at most as widely as the original.
 */
export function copyFile(from: string, to: string, breathe: Breath = () => {}): Copied {
  const mode = statSync(from).mode & PERMISSION_BITS
  makeFolder(dirname(to))
  // Secret from its first byte on: what it may be read by is only given when it is whole.
  const target = openSync(to, 'wx', 0o600)
  try {
    let unsyncedBytes = 0
    const hashed = readPieces(from, (piece) => {
      for (let done = 0; done < piece.length; ) done += writeSync(target, piece, done)
      unsyncedBytes += piece.length
      if (unsyncedBytes >= SYNC_EVERY_BYTES) {
        fsyncSync(target)
        unsyncedBytes = 0
      }
      breathe()
    })
    fchmodSync(target, mode)
    fsyncSync(target)
    return { ...hashed, mode }
  } finally {
    closeSync(target)
  }
}

/** Reads a file as it lies there. */
export function hashFile(path: string, breathe: Breath = () => {}): Copied {
  return { ...readPieces(path, breathe), mode: statSync(path).mode & PERMISSION_BITS }
}

export function makeFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: OWNER_ONLY_FOLDER })
}

/** A name is only on the disk once its folder is (POSIX). */
export function syncPath(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function readPieces(path: string, take: (piece: Buffer) => void): Pick<Copied, 'sizeBytes' | 'sha256'> {
  const hash = createHash('sha256')
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
  const source = openSync(path, 'r')
  let sizeBytes = 0
  try {
    for (;;) {
      const count = readSync(source, chunk)
      if (count === 0) return { sizeBytes, sha256: hash.digest('hex') }
      const piece = chunk.subarray(0, count)
      hash.update(piece)
      sizeBytes += count
      take(piece)
    }
  } finally {
    closeSync(source)
  }
}
