/** What the worker is given at its start. */
export interface ReaderWorkerData {
  path: string
}

/** One statement, as kysely compiled it. */
export interface ReadRequest {
  id: number
  sql: string
  parameters: readonly unknown[]
}

export type ReadAnswer =
  | { id: number; kind: 'rows'; rows: unknown[] }
  | { id: number; kind: 'failure'; detail: string }
