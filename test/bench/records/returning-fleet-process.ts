// Many clusters that come back at once, as a process of their own; their records are signed before.
import { systemClock } from '@tieng-lang/protocol/node'
import { ReturningCluster, type ReturningIdentity } from './returning-cluster.ts'

export interface FleetOrder {
  port: number
  recordCount: number
  identities: ReturningIdentity[]
}

process.once('message', async ({ port, recordCount, identities }: FleetOrder) => {
  const clusters = identities.map((identity) => new ReturningCluster(identity, recordCount))
  process.send?.({ kind: 'ready' })
  process.once('message', async () => {
    const beganMs = systemClock.monotonicMs()
    await Promise.all(clusters.map((cluster) => cluster.comeBack(port)))
    process.send?.({ kind: 'drained', drainMs: systemClock.monotonicMs() - beganMs })
  })
})
process.on('disconnect', () => process.exit())
