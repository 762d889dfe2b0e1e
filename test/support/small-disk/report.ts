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

/** What a server with a full disk answered, life by life. */
export interface EmergencyReport {
  before: { reserveBytes: number; allocatedBytes: number }
  full: FullPhase
  /** It was started again, and the disk was still full. */
  restarted: FullPhase
  /** With room again. */
  after: { area: number; storage: string; health: unknown; reserveBytes: number }
  /** What the audit log has of it, and how many of its records are stored. */
  acts: string[]
  recordsStored: number
}

export interface FullPhase {
  /** What was asked for, and the status of the answer. */
  area: number
  signIn: number
  raise: number
  end: number
  storage: string
  health: unknown
  reserveBytes: number
}
