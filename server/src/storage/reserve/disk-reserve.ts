import { closeSync, fsyncSync, ftruncateSync, openSync, statfsSync, statSync } from 'node:fs'
import { type FileHandle, open, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Cancellable, type Chance, type Clock, SECOND_MS } from '@tieng-lang/protocol'
import type { Reserve } from './reserve.ts'

export interface DiskReserveOptions {
  /** Of the ballast file: on the disk of the database. */
  path: string
  /** How large it is to be; 0: nothing is kept. */
  reserveBytes: number
  clock: Clock
  chance: Pick<Chance, 'bytes'>
  /** Some of it was given up, or it is whole again. */
  onChange?: (change: { heldBytes: number; isInUse: boolean }) => void
}

const LOOK_EVERY_MS = 5 * SECOND_MS
/** Given up piece by piece: whatever else fills the disk takes one piece, not all. */
const PORTIONS = 16
/** A program that starts on a full disk has to write a little before anybody can ask anything of it. */
const PORTIONS_TO_START = 2
const PIECE_BYTES_MAX = 1_048_576

/**
 * A ballast file: room that nobody else can take, because it is taken already. It is written with bytes by chance, so
 * that neither a sparse file nor a compressing file system keeps less than it says. What of it was given up is written
 * again once there is room for it and a quarter more.
 */
export class DiskReserve implements Reserve {
  readonly #options: DiskReserveOptions
  readonly #portionBytes: number
  #isInUse = false
  #isStopped = false
  #timer: Cancellable | undefined
  /** Counts what was given up: whoever is just writing it again stops then. */
  #givenUpCount = 0

  constructor(options: DiskReserveOptions) {
    this.#options = options
    this.#portionBytes = Math.ceil(options.reserveBytes / PORTIONS)
  }

  /** Before the database is opened; on a full disk gives up what a start needs. The file is made a little later. */
  start(): void {
    if (this.#options.reserveBytes === 0) return
    const neededBytes = PORTIONS_TO_START * this.#portionBytes
    for (let isLeft = true; isLeft && freeBytesNow(this.#folder()) < neededBytes; ) isLeft = this.#shrink()
    this.#lookLater()
  }

  stop(): void {
    this.#isStopped = true
    this.#timer?.cancel()
  }

  isInUse(): boolean {
    return this.#isInUse
  }

  /** What could be given up. */
  heldBytes(): number {
    return sizeOf(this.#options.path)
  }

  diskIsFull(): void {
    if (this.#isInUse || this.heldBytes() === 0) return
    this.#isInUse = true
    this.#tell()
    this.#lookLater()
  }

  giveUpSome(): boolean {
    if (!this.#shrink()) return false
    this.#isInUse = true
    this.#tell()
    this.#lookLater()
    return true
  }

  /** Synced: some file systems give room back only with their next commit. A disk that fails gives none. */
  #shrink(): boolean {
    const { path } = this.#options
    const heldBytes = sizeOf(path)
    if (heldBytes === 0) return false
    this.#givenUpCount += 1
    try {
      const file = openSync(path, 'r+')
      try {
        ftruncateSync(file, Math.max(0, heldBytes - this.#portionBytes))
        fsyncSync(file)
      } finally {
        closeSync(file)
      }
      return true
    } catch {
      return false
    }
  }

  #lookLater(): void {
    if (this.#isStopped || this.#timer) return
    this.#timer = this.#options.clock.after(LOOK_EVERY_MS, () => void this.#look())
  }

  async #look(): Promise<void> {
    const isWhole = await this.#makeWhole().catch(() => false)
    this.#timer = undefined
    if (this.#isStopped) return
    if (!isWhole) this.#lookLater()
    else if (this.#isInUse) {
      this.#isInUse = false
      this.#tell()
    }
  }

  /** Rejects where the disk does not let it. */
  async #makeWhole(): Promise<boolean> {
    const { path, reserveBytes } = this.#options
    const missingBytes = Math.max(0, reserveBytes - allocatedBytesOf(path))
    const { bavail, bsize } = await statfs(this.#folder())
    if (bavail * bsize < missingBytes + reserveBytes / 4) return false
    if (missingBytes === 0) return true
    const file = await open(path, 'a', 0o600)
    try {
      return await this.#fill(file)
    } finally {
      await file.close()
    }
  }

  /** Gives whether it came to the end; what it has not the room for it does not keep half. */
  async #fill(file: FileHandle): Promise<boolean> {
    const { path, reserveBytes, chance } = this.#options
    const count = this.#givenUpCount
    const before = await file.stat()
    // What is there and not allocated is worth nothing.
    if (before.size > allocatedBytesOf(path)) await file.truncate(0)
    const beganWith = (await file.stat()).size
    const piece = chance.bytes(Math.min(PIECE_BYTES_MAX, reserveBytes))
    try {
      for (let size = beganWith; size < reserveBytes; size = (await file.stat()).size) {
        if (this.#isStopped || this.#givenUpCount !== count) return false
        await file.write(piece, 0, Math.min(piece.length, reserveBytes - size))
      }
      await file.sync()
      return this.#givenUpCount === count
    } catch (cause) {
      await file.truncate(beganWith)
      throw cause
    }
  }

  #folder(): string {
    return dirname(this.#options.path)
  }

  #tell(): void {
    this.#options.onChange?.({ heldBytes: this.heldBytes(), isInUse: this.#isInUse })
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

/** POSIX counts blocks of 512 bytes. The last one may be a part of a block. */
function allocatedBytesOf(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false })
  return found ? Math.min(found.size, found.blocks * 512) : 0
}

function freeBytesNow(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}
