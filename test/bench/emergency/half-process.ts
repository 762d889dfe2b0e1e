// One half of the village, as a process of its own: links, boards, agents.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { CountedClusters } from './counted-clusters.ts'
import { FullClusters } from './full-clusters.ts'
import type { HalfOrder, HalfReport } from './half-messages.ts'

const LOOP_RESOLUTION_MS = 5
const NANOSECONDS_PER_MS = 1e6

const loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS })
let full: FullClusters | undefined
let counted: CountedClusters | undefined

process.on('message', (order: HalfOrder) => {
  carryOut(order).then(report, (cause) => report({ kind: 'failed', reason: String(cause?.stack ?? cause) }))
})
process.on('disconnect', () => process.exit())

function report(message: HalfReport): void {
  process.send?.(message)
}

async function carryOut(order: HalfOrder): Promise<HalfReport> {
  if (order.kind === 'finish') return { kind: 'finished', findings: await finish(order.sinceAt) }
  full = new FullClusters(order)
  counted = new CountedClusters(order)
  await full.start()
  await counted.start()
  loop.enable()
  return { kind: 'started' }
}

async function finish(sinceAt: number) {
  loop.disable()
  const loopBlockedMsMax = Math.max(0, loop.max / NANOSECONDS_PER_MS - LOOP_RESOLUTION_MS)
  const ofFull = await full?.finish(sinceAt)
  const ofCounted = await counted?.finish(sinceAt)
  return {
    heardAt: { ...ofFull?.heardAt, ...ofCounted },
    agentMs: ofFull?.agentMs ?? [],
    underruns: ofFull?.underruns ?? 0,
    loopBlockedMsMax,
  }
}
