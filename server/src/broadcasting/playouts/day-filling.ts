import { type Cancellable, CodedError } from '@tieng-lang/protocol'
import { localDateAt } from '@tieng-lang/scheduler'
import { WRITE_AGAIN_MS } from '../../storage/database.ts'
import { datePlayout, listUndatedPlayouts, type UndatedPlayout } from '../../storage/playouts/playout-days.ts'
import { findCluster } from '../../storage/tree/clusters.ts'
import { effectiveSettings } from '../delivery/cluster-config.ts'
import type { Services } from '../services.ts'

/** A transaction of so many stays under 20 ms. */
const RECORDS_PER_SLICE = 100
const NEXT_SLICE_MS = 50

/** Counts the records of before into the day totals, a few at a time, until there are none left. */
export class DayFilling {
  readonly #services: Services
  #timer: Cancellable | undefined

  constructor(services: Services) {
    this.#services = services
  }

  start(): void {
    this.#goOn(0)
  }

  stop(): void {
    this.#timer?.cancel()
  }

  #goOn(afterMs: number): void {
    const { clock, reports } = this.#services
    this.#timer = clock.after(afterMs, () => {
      try {
        if (this.#fillSome() > 0) this.#goOn(NEXT_SLICE_MS)
      } catch (cause) {
        if (!(cause instanceof CodedError)) throw cause
        reports.count(undefined, cause.code, cause.message)
        this.#goOn(WRITE_AGAIN_MS)
      }
    })
  }

  #fillSome(): number {
    const { database } = this.#services
    const some = listUndatedPlayouts(database, RECORDS_PER_SLICE)
    if (some.length > 0)
      database.transaction(() => {
        for (const playout of some) this.#fill(playout)
      })
    return some.length
  }

  #fill(playout: UndatedPlayout): void {
    const { database, config, board } = this.#services
    const cluster = findCluster(database, playout.clusterId)
    // A cluster that is gone has no zone of its own any more.
    const timeZone = cluster ? effectiveSettings({ config, database }, cluster).timeZone : config.timeZone
    const { title, programmeName } = board.names.of(playout.occurrenceId)
    datePlayout(database, playout, { date: localDateAt(playout.dueAt, timeZone), title, programmeName })
  }
}
