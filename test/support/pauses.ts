import { sleep } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'

const LOOK_EVERY_MS = 10

/** Awaits `act`, and says for how long at most the machine kept this process from running meanwhile. */
export async function withPauses<T>(act: Promise<T>): Promise<{ result: T; pauseMsMax: number }> {
  let pauseMsMax = 0
  let isOver = false
  const watch = async () => {
    while (!isOver) {
      const beforeMs = systemClock.monotonicMs()
      await sleep(systemClock, LOOK_EVERY_MS)
      pauseMsMax = Math.max(pauseMsMax, systemClock.monotonicMs() - beforeMs - LOOK_EVERY_MS)
    }
  }
  const watched = watch()
  const result = await act
  isOver = true
  await watched
  return { result, pauseMsMax }
}
