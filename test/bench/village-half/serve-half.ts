import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { HalfOrder, HalfReport } from './half-messages.ts'

const LOOP_RESOLUTION_MS = 5
const NANOSECONDS_PER_MS = 1e6

/** The longest for which this process' event loop did not turn: what a busy machine does to agents and cards. */
export interface LoopFinding {
  loopBlockedMsMax: number
}

/** Makes this process one half of a village; it ends when its parent does. */
export function serveHalf<Start, Finish, Findings>(half: {
  start: (start: Start) => Promise<void>
  finish: (finish: Finish) => Promise<Findings>
}): void {
  const loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS })
  const report = (message: HalfReport<Findings & LoopFinding>) => process.send?.(message)

  async function carryOut(order: HalfOrder<Start, Finish>): Promise<HalfReport<Findings & LoopFinding>> {
    if (order.kind === 'start') {
      await half.start(order.start)
      loop.enable()
      return { kind: 'started' }
    }
    loop.disable()
    const loopBlockedMsMax = Math.max(0, loop.max / NANOSECONDS_PER_MS - LOOP_RESOLUTION_MS)
    return { kind: 'finished', findings: { ...(await half.finish(order.finish)), loopBlockedMsMax } }
  }

  process.on('message', (order: HalfOrder<Start, Finish>) => {
    carryOut(order).then(report, (cause) => report({ kind: 'failed', reason: String(cause?.stack ?? cause) }))
  })
  process.on('disconnect', () => process.exit())
}
