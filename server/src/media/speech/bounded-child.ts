import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { type Clock, CodedError } from '@tieng-lang/protocol'

const COMPLAINT_LENGTH_MAX = 2_000

export interface ChildBounds {
  clock: Clock
  runMsMax: number
  signal: AbortSignal | undefined
}

export interface BoundedChild {
  /** Settles when the process has gone: with the reason why it was ended, if it was. */
  ended: Promise<CodedError | undefined>
  /** What it wrote on stderr, the beginning of it. */
  complaint(): string
  /** Ends it if it still runs, and waits until it has gone. */
  stop(): Promise<void>
}

/** Watches a process that was just started: it is killed when its time is over or nobody wants it any more. */
export function boundChild(
  child: ChildProcessWithoutNullStreams,
  { clock, runMsMax, signal }: ChildBounds,
): BoundedChild {
  let reason: CodedError | undefined
  let complaint = ''
  const end = (cause: CodedError) => {
    reason ??= cause
    child.kill('SIGKILL')
  }
  const abort = () => end(new CodedError('aborted', 'it was cancelled'))
  const timer = clock.after(runMsMax, () => end(new CodedError('tookTooLong', `over ${runMsMax} ms`)))
  signal?.addEventListener('abort', abort)
  // A process that has gone reads no more; why it has gone is told below.
  child.stdin.on('error', () => {})
  child.stderr.on('data', (chunk: Buffer) => {
    if (complaint.length < COMPLAINT_LENGTH_MAX) complaint += chunk.toString('utf8')
  })
  child.once('error', (cause) => {
    reason ??= startFailure(cause)
  })
  const ended = new Promise<CodedError | undefined>((resolve) =>
    child.once('close', () => {
      timer.cancel()
      signal?.removeEventListener('abort', abort)
      resolve(reason)
    }),
  )
  return {
    ended,
    complaint: () => complaint.trim(),
    stop: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

function startFailure(cause: Error): CodedError {
  const isAbsent = 'code' in cause && cause.code === 'ENOENT'
  return isAbsent
    ? new CodedError('speechMissing', 'espeak-ng is not installed', { cause })
    : new CodedError('speechFailed', cause.message, { cause })
}
