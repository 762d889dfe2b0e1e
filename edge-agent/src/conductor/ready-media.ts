import type { Cancellable, Clock } from '@tieng-lang/protocol'
import type { OggOpus } from '../audio/ogg/ogg-reader.ts'

/** What is read from: the cluster's cache of audio by hash. */
export interface MediaShelf {
  has(sha256: string): boolean
  /** Rejects with `audioMissing` or `audioCorrupt`. */
  read(sha256: string): Promise<Uint8Array>
}

/** A file that the disk would not give is asked for again after this long; the others do not wait for it. */
const READ_AGAIN_MS = 5_000
const BYTES_MAX = 32 * 1024 * 1024
/** Some two hours of speech: far more than any kit. */
const PINNED_BYTES_MAX = 32 * 1024 * 1024

export interface ReadyMediaOptions {
  clock: Clock
  media: MediaShelf
  /** Takes a stored file apart; throws where it is not Ogg Opus. */
  parse: (bytes: Uint8Array) => OggOpus
  /** Called when a file has become ready, or was found to be unplayable. */
  onChange: () => void
  bytesMax?: number
  pinnedBytesMax?: number
}

/** Ready or unplayable; absent while it is not held or still being read. */
export type Readiness = { kind: 'ready'; file: OggOpus } | { kind: 'unplayable' }

/**
 * The audio of the near future, parsed and in memory: at the moment of sound no disk is read (DESIGN: "Store and
 * forward"). Bounded by `bytesMax`, except that the soonest file is always kept. What an emergency could need stays in
 * memory beside it, bounded by `pinnedBytesMax`.
 */
export class ReadyMedia {
  readonly #options: ReadyMediaOptions
  readonly #held = new Map<string, { readiness: Readiness; bytes: number }>()
  readonly #loading = new Set<string>()
  /** Files that the disk would not give, and when they are asked for again (monotonic). */
  readonly #againMs = new Map<string, number>()
  #retry: Cancellable | undefined
  #wanted: readonly string[] = []
  #pinned: ReadonlySet<string> = new Set()

  constructor(options: ReadyMediaOptions) {
    this.#options = options
  }

  /** Sets what is needed, the soonest first: loads what is missing and lets everything else go. */
  keep(sha256s: readonly string[]): void {
    this.#wanted = [...new Set(sha256s)]
    this.#letGo()
    this.#loadNext()
  }

  /** Sets what stays in memory whatever else is needed, the most important first. */
  pin(sha256s: readonly string[]): void {
    this.#pinned = new Set(sha256s)
    this.#letGo()
    this.#loadNext()
  }

  /** Has these in memory before it resolves, as far as they are held: for what was sounding when the agent died. */
  async load(sha256s: readonly string[]): Promise<void> {
    this.#wanted = [...new Set([...sha256s, ...this.#wanted])]
    for (const sha256 of sha256s) {
      if (!this.#held.has(sha256) && this.#options.media.has(sha256)) await this.#load(sha256)
    }
  }

  stop(): void {
    this.#retry?.cancel()
    this.#wanted = []
    this.#pinned = new Set()
  }

  get(sha256: string): Readiness | undefined {
    return this.#held.get(sha256)?.readiness
  }

  #loadNext(): void {
    if (this.#loading.size > 0) return
    const next = this.#nextPinned() ?? this.#nextWanted()
    if (next === undefined) return
    this.#loading.add(next)
    this.#load(next).finally(() => {
      this.#loading.delete(next)
      this.#loadNext()
    })
  }

  #letGo(): void {
    for (const sha256 of this.#held.keys()) {
      if (!this.#pinned.has(sha256) && !this.#wanted.includes(sha256)) this.#held.delete(sha256)
    }
  }

  #nextPinned(): string | undefined {
    if (this.#bytes(true) >= (this.#options.pinnedBytesMax ?? PINNED_BYTES_MAX)) return undefined
    return [...this.#pinned].find((sha256) => this.#isLoadable(sha256))
  }

  #nextWanted(): string | undefined {
    const bytes = this.#bytes(false)
    if (bytes > 0 && bytes >= (this.#options.bytesMax ?? BYTES_MAX)) return undefined
    return this.#wanted.find((sha256) => !this.#pinned.has(sha256) && this.#isLoadable(sha256))
  }

  #isLoadable(sha256: string): boolean {
    const { clock, media } = this.#options
    if (this.#held.has(sha256) || !media.has(sha256)) return false
    return clock.monotonicMs() >= (this.#againMs.get(sha256) ?? 0)
  }

  async #load(sha256: string): Promise<void> {
    const { media, parse, onChange } = this.#options
    let bytes: Uint8Array
    try {
      bytes = await media.read(sha256)
    } catch {
      this.#readAgain(sha256)
      return
    }
    this.#againMs.delete(sha256)
    const readiness = parsed(parse, bytes)
    this.#held.set(sha256, { readiness, bytes: bytes.length })
    onChange()
  }

  /** What was damaged the cache fetches again by itself; what the disk would not give is simply not ready for a while. */
  #readAgain(sha256: string): void {
    const { clock } = this.#options
    for (const known of this.#againMs.keys()) {
      if (!this.#wanted.includes(known) && !this.#pinned.has(known)) this.#againMs.delete(known)
    }
    this.#againMs.set(sha256, clock.monotonicMs() + READ_AGAIN_MS)
    this.#retry?.cancel()
    this.#retry = clock.after(READ_AGAIN_MS, () => this.#loadNext())
  }

  /** Of what is pinned, or of everything else. */
  #bytes(isPinned: boolean): number {
    let sum = 0
    for (const [sha256, { bytes }] of this.#held) if (this.#pinned.has(sha256) === isPinned) sum += bytes
    return sum
  }
}

function parsed(parse: (bytes: Uint8Array) => OggOpus, bytes: Uint8Array): Readiness {
  try {
    return { kind: 'ready', file: parse(bytes) }
  } catch {
    return { kind: 'unplayable' }
  }
}
