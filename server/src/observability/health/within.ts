import type { Clock } from '@tieng-lang/protocol'

/** What `act` gives, or undefined where it takes longer than `ms`; what it comes to after that is nobody's concern. */
export function within<T>(clock: Clock, ms: number, act: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(ms, () => resolve(undefined))
    act.then(resolve, reject).finally(() => timer.cancel())
  })
}
