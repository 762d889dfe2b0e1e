// One half of the village, as a process of its own: links, boards, agents.
import { serveHalf } from '../village-half/serve-half.ts'
import { CountedClusters } from './counted-clusters.ts'
import { FullClusters } from './full-clusters.ts'
import type { HalfFinish, HalfHeard, HalfStart } from './half.ts'

let full: FullClusters | undefined
let counted: CountedClusters | undefined

serveHalf<HalfStart, HalfFinish, HalfHeard>({
  async start(start) {
    full = new FullClusters(start)
    counted = new CountedClusters(start)
    await full.start()
    await counted.start()
  },
  async finish({ sinceAt }) {
    const ofFull = await full?.finish(sinceAt)
    const ofCounted = await counted?.finish(sinceAt)
    return {
      heardAt: { ...ofFull?.heardAt, ...ofCounted },
      agentMs: ofFull?.agentMs ?? [],
      underruns: ofFull?.underruns ?? 0,
    }
  },
})
