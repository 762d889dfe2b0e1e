import { createHash } from 'node:crypto'
import { type Clock, CodedError, sleep } from '@tieng-lang/protocol'

export interface MemoryMediaOptions {
  clock: Clock
  /** How fast bytes come; unlimited where absent. */
  bytesPerSecond?: number
}

const CHUNK_BYTES = 16_384

/** The twin of the media server and its client: bytes under their hash, fetched from any byte on. */
export class MemoryMedia {
  readonly #options: MemoryMediaOptions
  readonly #files = new Map<string, Uint8Array>()
  #isReachable = true
  /** Bytes handed out so far, over all fetches. */
  servedBytes = 0

  constructor(options: MemoryMediaOptions) {
    this.#options = options
  }

  /** Stores the bytes and says under which hash (SHA-256, hex). */
  add(bytes: Uint8Array): string {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    this.#files.set(sha256, new Uint8Array(bytes))
    return sha256
  }

  /** Serves `bytes` under a hash that is not theirs, as a broken cache would. */
  addForged(sha256: string, bytes: Uint8Array): void {
    this.#files.set(sha256, new Uint8Array(bytes))
  }

  /** The network to the server; what is under way when it goes breaks off. */
  setReachable(isReachable: boolean): void {
    this.#isReachable = isReachable
  }

  /** As `MediaClient` of the edge agent: `mediaNotFound`, `rangeRefused`, `mediaUnreachable`, `aborted`. */
  async *fetch(sha256: string, fromByte: number, signal?: AbortSignal): AsyncIterable<Uint8Array> {
    this.#mayGoOn(signal)
    const bytes = this.#files.get(sha256)
    if (!bytes) throw new CodedError('mediaNotFound', `no media ${sha256}`)
    if (fromByte >= bytes.length)
      throw new CodedError('rangeRefused', `${bytes.length} bytes, not ${fromByte}`)
    for (let at = fromByte; at < bytes.length; at += CHUNK_BYTES) {
      const chunk = bytes.slice(at, at + CHUNK_BYTES)
      await this.#travel(chunk.length)
      this.#mayGoOn(signal)
      this.servedBytes += chunk.length
      yield chunk
    }
  }

  #travel(sizeBytes: number): Promise<void> {
    const { clock, bytesPerSecond } = this.#options
    return sleep(clock, bytesPerSecond === undefined ? 0 : (sizeBytes / bytesPerSecond) * 1_000)
  }

  #mayGoOn(signal: AbortSignal | undefined): void {
    if (signal?.aborted) throw new CodedError('aborted', 'the fetch was aborted')
    if (!this.#isReachable) throw new CodedError('mediaUnreachable', 'no way to the media server')
  }
}
