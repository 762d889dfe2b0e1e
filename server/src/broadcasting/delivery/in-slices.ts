import { type Clock, sleep } from '@tieng-lang/protocol'
import type { Database } from '../../storage/database.ts'

/** Work on the main thread is given back after so long, so that a stop command never waits behind 5,000 plans. */
const SLICE_MS_MAX = 8

/** Runs `act` for each, one after another, and lets others run in between. */
export async function inSlices<T>(clock: Clock, items: Iterable<T>, act: (item: T) => void): Promise<void> {
  let beganMs = clock.monotonicMs()
  for (const item of items) {
    act(item)
    if (clock.monotonicMs() - beganMs < SLICE_MS_MAX) continue
    await sleep(clock, 0)
    beganMs = clock.monotonicMs()
  }
}

/** So many small rows are written in well under 20 ms, with one fsync. */
const ROWS_PER_TRANSACTION = 100

/** Runs `act` for each inside transactions of a bounded size. */
export async function inTransactions<T>(
  { database, clock }: { database: Database; clock: Clock },
  items: readonly T[],
  act: (item: T) => void,
): Promise<void> {
  const parts = Array.from({ length: Math.ceil(items.length / ROWS_PER_TRANSACTION) }, (_, index) =>
    items.slice(index * ROWS_PER_TRANSACTION, (index + 1) * ROWS_PER_TRANSACTION),
  )
  await inSlices(clock, parts, (part) =>
    database.transaction(() => {
      for (const item of part) act(item)
    }),
  )
}

/** On a machine that others keep busy a slice is over at once: so many share an fsync all the same. */
const ROWS_MIN = 4

/**
 * Runs `act` for each, as much in one transaction as there is time for: one fsync for many rows, and never a transaction
 * across an `await`. `onStored` is given what each `act` of a transaction has given, once that is stored for good.
 */
export async function inSlicedTransactions<T, Result>(
  { database, clock }: { database: Database; clock: Clock },
  items: readonly T[],
  { act, onStored }: { act: (item: T) => Result; onStored: (results: Result[]) => void },
): Promise<void> {
  let done = 0
  while (done < items.length) {
    const beganMs = clock.monotonicMs()
    const results = database.transaction(() => {
      const given: Result[] = []
      for (const item of items.slice(done)) {
        given.push(act(item))
        if (given.length >= ROWS_MIN && clock.monotonicMs() - beganMs >= SLICE_MS_MAX) break
      }
      return given
    })
    done += results.length
    onStored(results)
    if (done < items.length) await sleep(clock, 0)
  }
}
