import { type Cancellable, type Chance, type Clock, CodedError, type Files } from '@tieng-lang/protocol'
import type { MediaClient } from '../../link/media-client.ts'
import { FetchRetries } from './fetch-retries.ts'
import { download, listMedia, mediaFile, PARTIAL, sha256InSlices } from './media-download.ts'
import { chooseEvictions, type Stored } from './media-room.ts'

export interface WantedMedia {
  sha256: string
  sizeBytes: number
  /** When it is to sound next, Unix ms: the earliest is fetched first and the latest is let go first; 0 for emergencies. */
  neededAt: number
}

export interface MediaCacheOptions {
  files: Files
  client: MediaClient
  clock: Clock
  chance: Chance
  /** `ClusterConfig.cacheBytesMax`; asked each time. */
  cacheBytesMax: () => number
  /** Left free on the disk for everything else. */
  reserveBytes?: number
}

export interface MediaProgress {
  wanted: number
  held: number
  /** Of all that is on the disk, wanted or not, partial or whole. */
  bytes: number
  /** Wanted and not held, the soonest needed first. */
  missing: string[]
}

/** How often fetching went wrong since start. */
export interface MediaCounters {
  /** Thrown away for a wrong length or hash, on arrival or when read. */
  corrupt: number
  /** Fetches ended by network, server or disk. */
  failed: number
  /** Tries put off because neither cache nor disk had the room. */
  noRoom: number
}

const RESERVE_BYTES = 32 * 1024 * 1024
const DOWNLOADS_MAX = 2
/** What an emergency needs does not wait for two long bulletins to end. */
const URGENT_DOWNLOADS_MAX = 4

/** Audio by its hash on the cluster's disk (R15): there before it is due, whole and checked, or not held at all. */
export class MediaCache {
  readonly #options: MediaCacheOptions
  readonly #listeners: ((sha256: string) => void)[] = []
  /** Everything in the folder, by file name. */
  readonly #sizes = new Map<string, number>()
  /** Files whose hash was seen to be right in this life. */
  readonly #verified = new Set<string>()
  readonly #lastNeededAt = new Map<string, number>()
  readonly #active = new Map<string, { abort: AbortController; sizeBytes: number; done: Promise<void> }>()
  readonly #retries: FetchRetries
  readonly counters: MediaCounters = { corrupt: 0, failed: 0, noRoom: 0 }
  #wanted = new Map<string, WantedMedia>()
  #isRunning = false
  #isPumping = false
  #retry: Cancellable | undefined

  constructor(options: MediaCacheOptions) {
    this.#options = options
    this.#retries = new FetchRetries(options)
  }

  /** Finds what is there and begins to fetch what is wanted. Rejects where the disk cannot be read. */
  async start(): Promise<void> {
    for (const { name, sizeBytes } of await listMedia(this.#options.files)) this.#sizes.set(name, sizeBytes)
    this.#isRunning = true
    void this.#pump()
  }

  /** Ends all fetching; what came so far stays for the next start. */
  async stop(): Promise<void> {
    this.#isRunning = false
    this.#retry?.cancel()
    for (const { abort } of this.#active.values()) abort.abort()
    await Promise.all([...this.#active.values()].map(({ done }) => done))
  }

  /** Replaces the list of what is wanted; of several entries of one hash the soonest counts. Fetches by itself. */
  want(list: readonly WantedMedia[]): void {
    const wanted = new Map<string, WantedMedia>()
    for (const entry of list) {
      const known = wanted.get(entry.sha256)
      if (!known || entry.neededAt < known.neededAt) wanted.set(entry.sha256, entry)
    }
    for (const { sha256, neededAt } of this.#wanted.values()) {
      if (!wanted.has(sha256) && this.#sizes.has(sha256)) this.#lastNeededAt.set(sha256, neededAt)
    }
    this.#retries.keepOnly(wanted)
    for (const [sha256, { abort }] of this.#active) if (!wanted.has(sha256)) abort.abort()
    this.#wanted = wanted
    void this.#pump()
  }

  /** The server can be reached again: what failed without it is not put off any longer. */
  noteReconnected(): void {
    this.#retries.hurry()
    this.#wakeForRetry()
  }

  has(sha256: string): boolean {
    return this.#sizes.has(sha256)
  }

  /**
   * The whole file; its hash is checked when it is first read in this life. Rejects with `audioMissing`, or with
   * `audioCorrupt` (then it is thrown away and fetched again).
   */
  async read(sha256: string): Promise<Uint8Array> {
    const { clock, files } = this.#options
    const content = this.has(sha256) ? await files.read(mediaFile(sha256)) : undefined
    if (!content) {
      this.#sizes.delete(sha256)
      void this.#pump()
      throw new CodedError('audioMissing', `${sha256} is not held`)
    }
    const isRight = this.#verified.has(sha256)
      ? content.length === this.#sizes.get(sha256)
      : (await sha256InSlices(content, clock)) === sha256
    if (isRight) {
      this.#verified.add(sha256)
      return content
    }
    this.counters.corrupt += 1
    await this.#remove(sha256)
    void this.#pump()
    throw new CodedError('audioCorrupt', `${sha256} is damaged on the disk`)
  }

  progress(): MediaProgress {
    const missing = this.#missing()
    const bytes = this.#usedBytes()
    const wanted = this.#wanted.size
    return { wanted, held: wanted - missing.length, bytes, missing: missing.map(({ sha256 }) => sha256) }
  }

  /** Called when a file has become whole. */
  onHeld(run: (sha256: string) => void): void {
    this.#listeners.push(run)
  }

  #missing(): WantedMedia[] {
    const missing = [...this.#wanted.values()].filter(({ sha256 }) => !this.has(sha256))
    return missing.sort((a, b) => a.neededAt - b.neededAt)
  }

  #usedBytes(): number {
    return [...this.#sizes.values()].reduce((sum, sizeBytes) => sum + sizeBytes, 0)
  }

  /** Starts as many downloads as may run, the soonest needed first. */
  async #pump(): Promise<void> {
    if (this.#isPumping) return
    this.#isPumping = true
    for (let next = this.#next(); next; next = this.#next()) {
      const hasRoom = await this.#makeRoom(next).catch(() => false)
      if (!hasRoom) {
        this.counters.noRoom += 1
        this.#retries.putOff(next.sha256)
      } else if (this.#isRunning && this.#wanted.has(next.sha256)) this.#begin(next)
    }
    this.#isPumping = false
    this.#wakeForRetry()
  }

  #next(): WantedMedia | undefined {
    if (!this.#isRunning || this.#active.size >= URGENT_DOWNLOADS_MAX) return undefined
    const isFull = this.#active.size >= DOWNLOADS_MAX
    const mayBegin = ({ sha256, neededAt }: WantedMedia) =>
      !this.#active.has(sha256) && this.#retries.isDue(sha256) && (!isFull || neededAt === 0)
    return this.#missing().find(mayBegin)
  }

  #begin({ sha256, sizeBytes }: WantedMedia): void {
    const { client, clock, files } = this.#options
    const abort = new AbortController()
    const onProgress = (partialBytes: number) => {
      this.#sizes.set(sha256 + PARTIAL, partialBytes)
    }
    const task = { client, clock, files, sha256, sizeBytes, signal: abort.signal, onProgress }
    const done = download(task)
      .then(
        () => this.#hold(sha256, sizeBytes),
        (cause) => this.#fail(sha256, cause),
      )
      .then(() => {
        this.#active.delete(sha256)
        void this.#pump()
      })
    this.#active.set(sha256, { abort, sizeBytes, done })
  }

  #hold(sha256: string, sizeBytes: number): void {
    this.#sizes.delete(sha256 + PARTIAL)
    this.#sizes.set(sha256, sizeBytes)
    this.#verified.add(sha256)
    this.#retries.forget(sha256)
    for (const run of this.#listeners) run(sha256)
  }

  #fail(sha256: string, cause: unknown): void {
    // Anything but a coded failure of disk, network or content is a broken invariant of our own.
    if (!(cause instanceof CodedError)) throw cause
    if (cause.code === 'aborted') return
    if (cause.code === 'audioCorrupt') {
      this.#sizes.delete(sha256 + PARTIAL)
      this.counters.corrupt += 1
      this.#retries.putOff(sha256, { isCorrupt: true })
    } else {
      this.counters.failed += 1
      this.#retries.putOff(sha256)
    }
  }

  #wakeForRetry(): void {
    this.#retry?.cancel()
    const waiting = this.#missing().filter(({ sha256 }) => !this.#active.has(sha256))
    const inMs = this.#retries.nextInMs(waiting.map(({ sha256 }) => sha256))
    if (!this.#isRunning || this.#active.size >= DOWNLOADS_MAX || inMs === undefined) return
    this.#retry = this.#options.clock.after(inMs, () => void this.#pump())
  }

  /** Whether cache and disk have room for the rest of a file, after letting go what may go. */
  async #makeRoom({ sha256, sizeBytes, neededAt }: WantedMedia): Promise<boolean> {
    const { cacheBytesMax, files, reserveBytes = RESERVE_BYTES } = this.#options
    const promisedBytes = [...this.#active].reduce(
      (sum, [active, { sizeBytes: bytes }]) => sum + bytes - (this.#sizes.get(active + PARTIAL) ?? 0),
      0,
    )
    const moreBytes = sizeBytes - (this.#sizes.get(sha256 + PARTIAL) ?? 0) + promisedBytes
    const overCacheBytes = this.#usedBytes() + moreBytes - cacheBytesMax()
    const overDiskBytes = moreBytes + reserveBytes - (await files.freeBytes())
    const needBytes = Math.max(overCacheBytes, overDiskBytes)
    if (needBytes <= 0) return true
    const evictions = chooseEvictions(this.#evictable(sha256), { needBytes, neededAt })
    for (const { name } of evictions ?? []) await this.#remove(name)
    return evictions !== undefined
  }

  /** Everything on the disk that is not just being fetched. */
  #evictable(newcomer: string): Stored[] {
    return [...this.#sizes]
      .map(([name, sizeBytes]) => ({ name, sizeBytes, sha256: name.slice(0, 64) }))
      .filter(({ sha256 }) => sha256 !== newcomer && !this.#active.has(sha256))
      .map(({ name, sizeBytes, sha256 }) => ({
        name,
        sizeBytes,
        neededAt: this.#wanted.get(sha256)?.neededAt,
        lastNeededAt: this.#lastNeededAt.get(sha256) ?? 0,
      }))
  }

  async #remove(name: string): Promise<void> {
    await this.#options.files.remove(mediaFile(name))
    this.#sizes.delete(name)
    this.#verified.delete(name)
    this.#lastNeededAt.delete(name)
  }
}
