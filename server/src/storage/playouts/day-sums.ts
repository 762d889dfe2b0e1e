import type { Database } from '../database.ts'
import { addToPlayoutDay, type CountedPlayout, countedDay, type DayCounts } from './playout-days.ts'

/** What many records of one transaction add to their days: each day is read and written once. */
export class DaySums {
  readonly #database: Database
  readonly #days = new Map<string, DayCounts>()

  constructor(database: Database) {
    this.#database = database
  }

  add(playout: CountedPlayout): void {
    const key = `${playout.date} ${playout.clusterId}`
    this.#days.set(key, countedDay(this.#days.get(key), playout, 1))
  }

  /** Belongs in the transaction that has stored the records. */
  write(): void {
    for (const counts of this.#days.values()) addToPlayoutDay(this.#database, counts)
    this.#days.clear()
  }
}
