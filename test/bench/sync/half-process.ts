// Half of the clusters on a virtual clock of their own: the same sender, drawn from the same seeds, speaks to each half.

import { progressOf } from '../figures/progress.ts'
import { serveHalf } from '../village-half/serve-half.ts'
import type { SyncHalfHeard, SyncHalfStart } from './half.ts'
import { VirtualHalf } from './virtual-half.ts'

const progress = progressOf('sync')

let start: SyncHalfStart | undefined

serveHalf<SyncHalfStart, null, SyncHalfHeard>({
  async start(told) {
    start = told
  },
  async finish() {
    if (!start) throw new Error('it was not started')
    const { profile, clusters } = start
    const half = new VirtualHalf(start)
    return { lags: await half.run((minute) => tell(minute, `${profile}, ${clusters.length} clusters`)) }
  },
})

function tell(minute: number, of: string): void {
  if (minute % 10 === 0) progress(`${of}: minute ${minute}`)
}
