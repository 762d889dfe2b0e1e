import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks'
import type { HealthParts } from '@tieng-lang/protocol'

const RESOLUTION_MS = 20
const NANOSECONDS_PER_MS = 1e6
/** A person notices from here on. */
const SLOW_MS = 100
const STUCK_MS = 1_000

/** How late the event loop is, by Node's own measurement. */
export class LoopDelay {
  #histogram: IntervalHistogram | undefined
  #isTaken = false

  start(): void {
    this.#histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
    this.#histogram.enable()
  }

  stop(): void {
    this.#histogram?.disable()
  }

  /**
   * Since the last time it was taken. The histogram counts from one tick to the next, so its own beat is taken off; after
   * being taken it begins with the next tick. The first time it gives nothing: a start holds everything up once.
   */
  take(): { delayP99Ms: number; delayMsMax: number } {
    const histogram = this.#histogram
    if (!histogram || histogram.count === 0) return { delayP99Ms: 0, delayMsMax: 0 }
    const isFirst = !this.#isTaken
    this.#isTaken = true
    const late = (nanoseconds: number) => Math.max(0, nanoseconds / NANOSECONDS_PER_MS - RESOLUTION_MS)
    const taken = { delayP99Ms: late(histogram.percentile(99)), delayMsMax: late(histogram.max) }
    histogram.reset()
    return isFirst ? { delayP99Ms: 0, delayMsMax: 0 } : taken
  }
}

export function checkLoop(loop: Pick<LoopDelay, 'take'>): HealthParts['eventLoop'] {
  const delays = loop.take()
  if (delays.delayP99Ms > STUCK_MS) return { state: 'failing', code: 'eventLoopStuck', ...delays }
  if (delays.delayP99Ms > SLOW_MS) return { state: 'degraded', code: 'eventLoopSlow', ...delays }
  return { state: 'ok', code: null, ...delays }
}
