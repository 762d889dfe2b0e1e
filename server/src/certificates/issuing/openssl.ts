import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type Clock, CodedError, SECOND_MS } from '@tieng-lang/protocol'

/** It signs in milliseconds; what takes longer waits for something that will not come. */
const RUN_MS_MAX = 30 * SECOND_MS
const OUTPUT_BYTES_MAX = 100_000
const run = promisify(execFile)

/**
 * One run of Debian's `openssl` in a folder: Node signs, but writes no X.509. Nothing passes through a shell. Rejects
 * with `opensslMissing`, `opensslFailed` and `tookTooLong`.
 */
export async function runOpenssl(
  options: readonly string[],
  { folder, clock }: { folder: string; clock: Clock },
): Promise<void> {
  const bound = new AbortController()
  const timer = clock.after(RUN_MS_MAX, () => bound.abort())
  try {
    const limits = { signal: bound.signal, killSignal: 'SIGKILL', maxBuffer: OUTPUT_BYTES_MAX } as const
    await run('openssl', [...options], { cwd: folder, ...limits })
  } catch (cause) {
    if (bound.signal.aborted) throw new CodedError('tookTooLong', `openssl: over ${RUN_MS_MAX} ms`, { cause })
    throw failure(cause)
  } finally {
    timer.cancel()
  }
}

function failure(cause: unknown): CodedError {
  if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')
    return new CodedError('opensslMissing', 'openssl is not installed', { cause })
  const complaint = cause instanceof Error ? cause.message : String(cause)
  return new CodedError('opensslFailed', complaint.slice(0, 1_000), { cause })
}
