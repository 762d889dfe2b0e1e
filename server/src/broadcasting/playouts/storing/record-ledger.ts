import type { Database } from '../../../storage/database.ts'
import { advanceStoredThrough } from '../../../storage/playouts/playout-progress.ts'
import {
  type ChainLink,
  findLastPlayout,
  findPlayout,
  type PlayoutSource,
} from '../../../storage/playouts/playouts.ts'

/**
 * The verified records of one device while some more of them are stored. Records come in order, so the last one held
 * answers nearly every question; it is asked for once.
 */
export class RecordLedger {
  readonly source: PlayoutSource
  readonly #database: Database
  #last: ChainLink | undefined

  constructor(database: Database, source: PlayoutSource) {
    this.source = source
    this.#database = database
    this.#last = findLastPlayout(database, source)
  }

  find(sequence: number): ChainLink | undefined {
    if (!this.#last || sequence > this.#last.sequence) return undefined
    return sequence === this.#last.sequence ? this.#last : findPlayout(this.#database, this.source, sequence)
  }

  /** A record was stored under this number. */
  note(link: ChainLink): void {
    if (!this.#last || link.sequence > this.#last.sequence) this.#last = link
  }

  /** Moves the progress on over everything that is held by now. */
  advance(): void {
    advanceStoredThrough(this.#database, this.source)
  }
}
