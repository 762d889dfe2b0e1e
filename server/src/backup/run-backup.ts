import { type BackupStep, CodedError } from '@tieng-lang/protocol'
import { startWorker } from '../workers/start-worker.ts'
import type { BackupWorkerData, BackupWorkerMessage } from './backup-messages.ts'
import type { Manifest } from './manifest.ts'
import type { BackupJob } from './take-backup.ts'

export interface BackupRun {
  /** Rejects as `takeBackup` does. */
  end: Promise<{ name: string; manifest: Manifest }>
  /** Asks it to end soon, with `aborted` and nothing left behind. */
  giveUp(): void
}

/** Runs a backup in a worker thread of its own, so that nobody waits for its disk. */
export function runBackup(job: BackupJob, onProgress: (step: BackupStep, part: number) => void): BackupRun {
  const giveUp = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
  const data: BackupWorkerData = { job, giveUp }
  const worker = startWorker(new URL('./backup-worker', import.meta.url), data)
  const end = new Promise<{ name: string; manifest: Manifest }>((resolve, reject) => {
    worker.on('message', (message: BackupWorkerMessage) => {
      if (message.kind === 'progress') onProgress(message.step, message.part)
      else if (message.kind === 'failure') reject(new CodedError(message.code, message.detail))
      else resolve({ name: message.name, manifest: message.manifest })
    })
    worker.on('error', (cause) => reject(new CodedError('internal', String(cause), { cause })))
    worker.on('exit', (exitCode) => reject(new CodedError('internal', `the worker ended with ${exitCode}`)))
  })
  return { end, giveUp: () => Atomics.store(new Int32Array(giveUp), 0, 1) }
}
