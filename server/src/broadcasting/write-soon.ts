import { type Cancellable, CodedError } from '@tieng-lang/protocol'
import { WRITE_AGAIN_MS } from '../storage/database.ts'
import type { Services } from './services.ts'

export interface WriteSoonOptions extends Pick<Services, 'clock' | 'reports'> {
  /** Writes a slice of what waits; throws what `Database` throws. */
  writeSome: () => void
  waitingCount: () => number
}

/** Has what waits written slice by slice; what the disk refuses is counted, and tried again a little later. */
export class WriteSoon {
  readonly #options: WriteSoonOptions
  #timer: Cancellable | undefined

  constructor(options: WriteSoonOptions) {
    this.#options = options
  }

  /** Something waits. Slices follow each other with room for others between them. */
  soon(afterMs = 0): void {
    const { clock, reports, writeSome, waitingCount } = this.#options
    this.#timer ??= clock.after(afterMs, () => {
      this.#timer = undefined
      try {
        writeSome()
      } catch (cause) {
        if (!(cause instanceof CodedError)) throw cause
        reports.count(undefined, cause.code, cause.message)
        this.soon(WRITE_AGAIN_MS)
      }
      if (waitingCount() > 0) this.soon()
    })
  }

  /** Writes all that waits. Throws what `Database` throws; what could not be written still waits. */
  flush(): void {
    const { writeSome, waitingCount } = this.#options
    while (waitingCount() > 0) writeSome()
  }

  /** Nothing is written by itself any more; `flush` still works. */
  stop(): void {
    this.#timer?.cancel()
  }
}
