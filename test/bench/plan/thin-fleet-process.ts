// Many clusters without a sound, as a process of their own.
import { ThinCluster, type ThinIdentity } from './thin-cluster.ts'

process.once('message', async ({ port, identities }: { port: number; identities: ThinIdentity[] }) => {
  await Promise.all(identities.map((identity) => new ThinCluster(identity).connect(port)))
  process.send?.('connected')
})
process.on('disconnect', () => process.exit())
