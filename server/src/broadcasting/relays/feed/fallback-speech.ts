import type { Readable } from 'node:stream'
import { CodedError } from '@tieng-lang/protocol'
import { OggPackets } from '../../../media/capture/ogg-packets.ts'

/** So many packets of 20 ms lie ready: two seconds. */
const READY_PACKETS = 100

/** A stored bulletin, packet by packet as it was encoded: 20 ms of Opus each (DESIGN §5). */
export class FallbackSpeech {
  readonly #file: Readable
  readonly #reader = new OggPackets()
  readonly #ready: Uint8Array[] = []
  #isOver = false

  constructor(file: Readable) {
    this.#file = file
    file.on('error', () => this.close())
    file.on('end', () => {
      this.#isOver = true
    })
    // It is read ahead from here on.
    file.on('readable', () => this.#readAhead())
  }

  /** Nothing of it is left. */
  get isOver(): boolean {
    return this.#isOver && this.#ready.length === 0
  }

  /** The next 20 ms; undefined where they have not been read yet, or at its end. */
  next(): Uint8Array | undefined {
    this.#readAhead()
    return this.#ready.shift()
  }

  close(): void {
    this.#isOver = true
    this.#file.destroy()
  }

  #readAhead(): void {
    while (this.#ready.length < READY_PACKETS) {
      const chunk: Buffer | null = this.#file.read()
      if (chunk === null) return
      try {
        this.#ready.push(...this.#reader.push(chunk))
      } catch (cause) {
        if (!(cause instanceof CodedError)) throw cause
        this.close()
        return
      }
    }
  }
}
