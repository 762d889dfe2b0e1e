import { parentPort, workerData } from 'node:worker_threads'
import { type BackupStep, CodedError } from '@tieng-lang/protocol'
import type { BackupWorkerData, BackupWorkerMessage } from './backup-messages.ts'
import { type BackupWatch, takeBackup } from './take-backup.ts'

/** Told for each hundredth of a step, not for each file. */
const TOLD_PART = 0.01

/** The worker's entry: one backup, then its end. */
async function main(): Promise<void> {
  if (!parentPort) throw new Error('the backup runs in a worker thread')
  const port = parentPort
  // The other side is `run-backup.ts` of the same build.
  const { job, giveUp } = workerData as BackupWorkerData
  const say = (message: BackupWorkerMessage) => port.postMessage(message)
  try {
    say({ kind: 'done', ...(await takeBackup(job, watchOver(new Int32Array(giveUp), say))) })
  } catch (cause) {
    const code = cause instanceof CodedError ? cause.code : 'internal'
    say({ kind: 'failure', code, detail: cause instanceof Error ? cause.message : String(cause) })
  }
}

function watchOver(giveUp: Int32Array, say: (message: BackupWorkerMessage) => void): BackupWatch {
  let told: { step: BackupStep; part: number } | undefined
  return {
    onProgress: (step, part) => {
      if (told?.step === step && part - told.part < TOLD_PART) return
      told = { step, part }
      say({ kind: 'progress', step, part })
    },
    breathe: () => {
      if (Atomics.load(giveUp, 0) !== 0) throw new CodedError('aborted', 'the backup was given up')
    },
  }
}

await main()
