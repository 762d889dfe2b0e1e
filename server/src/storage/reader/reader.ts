import type { Built } from '../database.ts'

/**
 * Reads that may take longer than the main thread can be kept: logs, totals, exports (DESIGN §4). What was committed
 * before the call is seen.
 */
export interface Reader {
  /** All rows; callers bound them with a limit. Rejects with `tooBusy`, `storageFailed` or `readerStopped`. */
  rows<Row>(built: Built<Row>): Promise<Row[]>
}
