import type { Chance } from '@tieng-lang/protocol'

/** What a disk writes whole or not at all. */
const SECTOR_BYTES = 512

/** What became of that which was not synced when the power went. */
export type Unsynced = 'lost' | 'kept' | 'torn'

/** The bytes of one file: as programs see them, and as they are on the disk for sure. */
export class DiskContent {
  #seen = new Uint8Array()
  #sure = new Uint8Array()
  /** Sectors that a sync would write. */
  readonly #dirty = new Set<number>()
  /** Sectors that a failed sync may or may not have written: nothing writes them again unless a program does. */
  readonly #doubtful = new Set<number>()

  static of(bytes: Uint8Array): DiskContent {
    const content = new DiskContent()
    content.#seen = new Uint8Array(bytes)
    content.#sure = content.#seen
    return content
  }

  get sizeBytes(): number {
    return this.#seen.length
  }

  read(): Uint8Array {
    return new Uint8Array(this.#seen)
  }

  append(bytes: Uint8Array): void {
    const from = this.#seen.length
    const longer = new Uint8Array(from + bytes.length)
    longer.set(this.#seen)
    longer.set(bytes, from)
    this.#change(longer, from)
  }

  truncate(sizeBytes: number): void {
    if (sizeBytes < this.#seen.length) this.#change(this.#seen.slice(0, sizeBytes), sizeBytes)
  }

  sync(): void {
    const sure = this.#mixed(this.#seen.length, (sector) =>
      this.#dirty.has(sector) || !this.#doubtful.has(sector) ? this.#seen : this.#sure,
    )
    for (const sector of this.#dirty) this.#doubtful.delete(sector)
    this.#dirty.clear()
    this.#sure = sure
  }

  /** As Linux does it: the error is told once, and what could not be written counts as written from then on. */
  failSync(): void {
    for (const sector of this.#dirty) this.#doubtful.add(sector)
    this.#dirty.clear()
  }

  /** What is there when the power is back. */
  survivor(unsynced: Unsynced, chance: Chance): DiskContent {
    if (unsynced === 'lost') return DiskContent.of(this.#sure)
    if (unsynced === 'kept') return DiskContent.of(this.#seen)
    const [short, long] = [this.#sure.length, this.#seen.length].sort((a, b) => a - b) as [number, number]
    const sizeBytes =
      [this.#sure.length, this.#seen.length, between(short, long, chance)][draw(3, chance)] ?? 0
    const isUnsure = (sector: number) => this.#dirty.has(sector) || this.#doubtful.has(sector)
    const torn = this.#mixed(sizeBytes, (sector) =>
      isUnsure(sector) && chance.next() < 0.5 ? this.#sure : this.#seen,
    )
    return DiskContent.of(torn)
  }

  #change(seen: Uint8Array<ArrayBuffer>, fromByte: number): void {
    const last = Math.max(seen.length, this.#seen.length)
    for (let sector = Math.floor(fromByte / SECTOR_BYTES); sector * SECTOR_BYTES <= last; sector += 1)
      this.#dirty.add(sector)
    this.#seen = seen
  }

  /** Sector by sector from either side; what neither has is zero, as in a file that grew before its data came. */
  #mixed(sizeBytes: number, side: (sector: number) => Uint8Array): Uint8Array<ArrayBuffer> {
    const mixed = new Uint8Array(sizeBytes)
    for (let sector = 0; sector * SECTOR_BYTES < sizeBytes; sector += 1) {
      const from = sector * SECTOR_BYTES
      mixed.set(side(sector).subarray(from, Math.min(from + SECTOR_BYTES, sizeBytes)), from)
    }
    return mixed
  }
}

function draw(count: number, chance: Chance): number {
  return Math.floor(chance.next() * count)
}

function between(short: number, long: number, chance: Chance): number {
  return short + draw(long - short + 1, chance)
}
