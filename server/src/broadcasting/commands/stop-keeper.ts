import { type Cancellable, type Clock, CodedError } from '@tieng-lang/protocol'
import type { ReportBuffer } from '../../messaging/report-buffer.ts'
import { type Database, WRITE_AGAIN_MS } from '../../storage/database.ts'

/** One stop that has to be written down, and told to absent clusters by their next plan. */
export interface StopToKeep {
  /** Writes it; runs inside a transaction, again where the last try failed. */
  record(): void
  /** Delivers the plans that tell of it. */
  plan(): Promise<void>
}

/** So many orders wait for a disk that can be written; beyond it the oldest is given up, and counted. */
const WAITING_MAX = 1_000
/** What a later try may mend. A plan that is too large stays so. */
const PASSING = ['storageFull', 'storageFailed']

/**
 * Writes stops down and puts them into plans. Neither a full disk nor a failing plan may keep loudspeakers from falling
 * silent, nor an absent cluster from learning of it: what failed is tried until it is done.
 */
export class StopKeeper {
  readonly #database: Database
  readonly #clock: Clock
  readonly #reports: ReportBuffer
  #waiting: StopToKeep[] = []
  #timer: Cancellable | undefined

  constructor({ database, clock, reports }: { database: Database; clock: Clock; reports: ReportBuffer }) {
    this.#database = database
    this.#clock = clock
    this.#reports = reports
  }

  /** Writes it now where that is possible. The plans follow by `plan`, which is called when the commands are out. */
  keep(stop: StopToKeep): { plan(): void } {
    const isRecorded = this.#record(stop)
    return {
      plan: () => {
        if (isRecorded) void this.#plan(stop)
      },
    }
  }

  stop(): void {
    this.#timer?.cancel()
  }

  #record(stop: StopToKeep): boolean {
    try {
      this.#database.transaction(() => stop.record())
      return true
    } catch (cause) {
      if (this.#isPassing('stopNotRecorded', cause)) this.#wait(stop)
      return false
    }
  }

  async #plan(stop: StopToKeep): Promise<void> {
    try {
      await stop.plan()
    } catch (cause) {
      // It is written: only the plans are to be made again.
      if (this.#isPassing('stopNotPlanned', cause)) this.#wait({ ...stop, record: () => {} })
    }
  }

  #wait(stop: StopToKeep): void {
    if (this.#waiting.length >= WAITING_MAX) {
      this.#waiting.shift()
      this.#reports.count(undefined, 'stopForgotten', `over ${WAITING_MAX} stops wait to be written`)
    }
    this.#waiting.push(stop)
    this.#timer ??= this.#clock.after(WRITE_AGAIN_MS, () => this.#tryAgain())
  }

  #tryAgain(): void {
    this.#timer = undefined
    const waiting = this.#waiting
    this.#waiting = []
    for (const stop of waiting) if (this.#record(stop)) void this.#plan(stop)
  }

  /** Counted in any case; true where a later try may do. */
  #isPassing(code: string, cause: unknown): boolean {
    if (!(cause instanceof CodedError)) throw cause
    this.#reports.count(undefined, code, `${cause.code}: ${cause.message}`)
    return PASSING.includes(cause.code)
  }
}
