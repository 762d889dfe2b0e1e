import { type Clock, CodedError } from '@tieng-lang/protocol'

/** 2 Mbit/s: more than any station of sound. */
const BYTES_PER_MS_MAX = 250
/** What stations give at once when somebody comes, segments in reserve included. */
const BYTES_AT_ONCE_MAX = 33_554_432

/** What may come from a source, lists and all: so much at once, and beyond that no more than sound needs. */
export class ByteAllowance {
  readonly #clock: Pick<Clock, 'monotonicMs'>
  #left = BYTES_AT_ONCE_MAX
  #countedMs: number

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock
    this.#countedMs = clock.monotonicMs()
  }

  /** Throws `sourceTooLarge` where that was too much. */
  take(bytes: number): void {
    const nowMs = this.#clock.monotonicMs()
    const comeMs = nowMs - this.#countedMs
    this.#countedMs = nowMs
    this.#left = Math.min(BYTES_AT_ONCE_MAX, this.#left + comeMs * BYTES_PER_MS_MAX) - bytes
    if (this.#left < 0) throw new CodedError('sourceTooLarge', `more than ${BYTES_PER_MS_MAX} bytes a ms`)
  }
}
