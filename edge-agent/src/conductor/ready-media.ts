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

export interface ReadyMediaOptions {
  clock: Clock
  media: MediaShelf
  /** Takes a stored file apart; throws where it is not Ogg Opus. */
  parse: (bytes: Uint8Array) => OggOpus
  /** Called when a file has become ready, or was found to be unplayable. */
  onChange: () => void
  bytesMax?: number
}

/** Ready or unplayable; absent while it is not held or still being read. */
export type Readiness = { kind: 'ready'; file: OggOpus } | { kind: 'unplayable' }

/**
 * The audio of the near future, parsed and in memory: at the moment of sound no disk is read (DESIGN: "Store and
 * forward"). Bounded by `bytesMax`, except that the soonest file is always kept.
 */
export class ReadyMedia {
  readonly #options: ReadyMediaOptions
  readonly #held = new Map<string, { readiness: Readiness; bytes: number }>()
  readonly #loading = new Set<string>()
  /** Files that the disk would not give, and when they are asked for again (monotonic). */
  readonly #againMs = new Map<string, number>()
  #retry: Cancellable | undefined
  #wanted: readonly string[] = []

  constructor(options: ReadyMediaOptions) {
    this.#options = options
  }

  /** Sets what is needed, the soonest first: loads what is missing and lets everything else go. */
  keep(sha256s: readonly string[]): void {
    this.#wanted = [...new Set(sha256s)]
    for (const sha256 of this.#held.keys()) if (!this.#wanted.includes(sha256)) this.#held.delete(sha256)
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
  }

  get(sha256: string): Readiness | undefined {
    return this.#held.get(sha256)?.readiness
  }

  #loadNext(): void {
    if (this.#loading.size > 0) return
    const next = this.#wanted.find((sha256) => this.#isLoadable(sha256))
    if (next === undefined || (this.#held.size > 0 && this.#bytes() >= this.#bytesMax())) return
    this.#loading.add(next)
    this.#load(next).finally(() => {
      this.#loading.delete(next)
      this.#loadNext()
    })
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
    for (const known of this.#againMs.keys()) if (!this.#wanted.includes(known)) this.#againMs.delete(known)
    this.#againMs.set(sha256, clock.monotonicMs() + READ_AGAIN_MS)
    this.#retry?.cancel()
    this.#retry = clock.after(READ_AGAIN_MS, () => this.#loadNext())
  }

  #bytes(): number {
    let sum = 0
    for (const { bytes } of this.#held.values()) sum += bytes
    return sum
  }

  #bytesMax(): number {
    return this.#options.bytesMax ?? 32 * 1024 * 1024
  }
}

function parsed(parse: (bytes: Uint8Array) => OggOpus, bytes: Uint8Array): Readiness {
  try {
    return { kind: 'ready', file: parse(bytes) }
  } catch {
    return { kind: 'unplayable' }
  }
}
