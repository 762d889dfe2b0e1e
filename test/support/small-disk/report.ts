/** What the stores answered to each write: `done`, or the code of the refusal. */
export interface Phase {
  records: string[]
  saves: string[]
  commits: string[]
  /** What the database then says of its disk. */
  storage: string
}

export interface DiskReport {
  before: Phase
  full: Phase
  after: Phase
  /** What a later life finds wrong; null and zeros where nothing is. */
  wrongWithDatabase: string | null
  recordsMissing: number
  savedMissing: number
}
