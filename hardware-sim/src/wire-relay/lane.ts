import type { Socket } from 'node:net'
import type { Cancellable, Clock } from '@tieng-lang/protocol'

/** What waits beyond this stays with its sender, as TCP has it. */
const WAITING_BYTES_MAX = 1_048_576

/** One direction of one connection: what comes from `source` goes to `sink`, in order, late or held back if so wanted. */
export class Lane {
  readonly #clock: Clock
  readonly #source: Socket
  readonly #sink: Socket
  readonly #waiting: { bytes: Buffer; dueMs: number }[] = []
  #waitingBytes = 0
  #isHeld = false
  #delayMs = 0
  #isEnded = false
  #timer: Cancellable | undefined

  constructor(clock: Clock, source: Socket, sink: Socket) {
    this.#clock = clock
    this.#source = source
    this.#sink = sink
  }

  start(): void {
    this.#source.on('data', (bytes) => this.#take(bytes))
    this.#sink.on('drain', () => this.#source.resume())
    this.#source.on('error', () => undefined)
    // The end of a connection is news as well: where nothing passes, it does not either.
    this.#source.on('close', () => {
      this.#isEnded = true
      this.#pump()
    })
  }

  hold(isHeld: boolean): void {
    this.#isHeld = isHeld
    this.#pump()
  }

  delay(delayMs: number): void {
    this.#delayMs = delayMs
  }

  stop(): void {
    this.#timer?.cancel()
    this.#waiting.length = 0
  }

  #take(bytes: Buffer): void {
    const soonestMs = this.#waiting.at(-1)?.dueMs ?? 0
    this.#waiting.push({ bytes, dueMs: Math.max(soonestMs, this.#clock.monotonicMs() + this.#delayMs) })
    this.#waitingBytes += bytes.length
    if (this.#waitingBytes > WAITING_BYTES_MAX) this.#source.pause()
    this.#pump()
  }

  #pump(): void {
    this.#timer?.cancel()
    if (this.#isHeld) return
    const nowMs = this.#clock.monotonicMs()
    let hasRoom = true
    for (let [first] = this.#waiting; first && first.dueMs <= nowMs; [first] = this.#waiting) {
      this.#waiting.shift()
      this.#waitingBytes -= first.bytes.length
      if (!this.#sink.destroyed) hasRoom = this.#sink.write(first.bytes)
    }
    const [next] = this.#waiting
    if (next) this.#timer = this.#clock.after(next.dueMs - nowMs, () => this.#pump())
    else if (this.#isEnded) this.#sink.end()
    if (!hasRoom) this.#source.pause()
    else if (this.#waitingBytes <= WAITING_BYTES_MAX) this.#source.resume()
  }
}
