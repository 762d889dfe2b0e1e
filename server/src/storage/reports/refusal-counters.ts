import { type Database, query } from '../database.ts'

export interface RefusalCount {
  /** A cluster's id, or `-` where none can be named. */
  source: string
  code: string
  count: number
  lastDetail: string
  lastAt: number
}

/** Adds `count` to what stands under this source and code; detail and instant (Unix ms) are the latest. */
export function addRefusals(database: Database, refusals: RefusalCount): void {
  const { count, lastDetail, lastAt } = refusals
  database.run(
    query
      .insertInto('refusalCounters')
      .values(refusals)
      .onConflict((conflict) =>
        conflict
          .columns(['source', 'code'])
          .doUpdateSet(({ eb }) => ({ count: eb('refusalCounters.count', '+', count), lastDetail, lastAt })),
      ),
  )
}

/** Of one source or of all, the latest first, at most 1,000. */
export function listRefusals(database: Database, source?: string): RefusalCount[] {
  return database.rows(
    query
      .selectFrom('refusalCounters')
      .selectAll()
      .$if(source !== undefined, (built) => built.where('source', '=', source ?? ''))
      .orderBy('lastAt', 'desc')
      .limit(1_000),
  )
}
