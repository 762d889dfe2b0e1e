import type { BackupStep } from '@tieng-lang/protocol'
import type { Manifest } from './manifest.ts'
import type { BackupJob } from './take-backup.ts'

/** What the worker is given at its start. */
export interface BackupWorkerData {
  job: BackupJob
  /** One 32-bit number, shared: not 0 means that it is to be given up. */
  giveUp: SharedArrayBuffer
}

export type BackupWorkerMessage =
  | { kind: 'progress'; step: BackupStep; part: number }
  | { kind: 'done'; name: string; manifest: Manifest }
  | { kind: 'failure'; code: string; detail: string }
