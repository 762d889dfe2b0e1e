import type { Clock } from '@tieng-lang/protocol'

/** What is waited for, but no longer than so: then it rejects with what `late` gives. */
export function within<T>(
  promise: Promise<T>,
  { clock, delayMsMax, late }: { clock: Clock; delayMsMax: number; late: () => Error },
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(delayMsMax, () => reject(late()))
    promise.then(resolve, reject).finally(() => timer.cancel())
  })
}

/** Resolves `delayMs` from now, or at once where it is aborted. */
export function sleepUnless(signal: AbortSignal, clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = () => {
      timer.cancel()
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = clock.after(delayMs, done)
    signal.addEventListener('abort', done)
  })
}
