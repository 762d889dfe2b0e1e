import { systemClock } from '@tieng-lang/protocol/node'

/** As long as the page itself is given for whatever it waits for. */
const STEP_MS_MAX = 20_000

/**
 * What the browser does at once, or not at all: evaluating, moving a mouse and changing the theme have no bound of
 * their own. Rejects with the name of the step where it takes too long.
 */
export async function within<T>(step: string, doing: Promise<T>, limitMs = STEP_MS_MAX): Promise<T> {
  let giveUp = () => {}
  const late = new Promise<never>((_, reject) => {
    const timer = systemClock.after(limitMs, () =>
      reject(new Error(`the browser did not answer within ${limitMs} ms: ${step}`)),
    )
    giveUp = () => timer.cancel()
  })
  try {
    return await Promise.race([doing, late])
  } finally {
    giveUp()
  }
}
