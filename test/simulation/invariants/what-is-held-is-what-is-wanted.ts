import { createHash } from 'node:crypto'
import { type ClusterId, MINUTE_MS, topicOf } from '@tieng-lang/protocol'
import { clusterConfigOf } from '../../../server/src/broadcasting/delivery/cluster-config.ts'
import type { PlanBook } from '../../../server/src/broadcasting/delivery/plan-book.ts'
import { currentPlans } from '../../../server/src/broadcasting/delivery/plan-delivery.ts'
import { findDocument } from '../../../server/src/storage/documents.ts'
import { type Cluster, findCluster } from '../../../server/src/storage/tree/clusters.ts'
import type { SimulatedWorld } from '../world.ts'
import type { Invariant } from './invariant.ts'

/** A cluster says how it is every minute. */
const SILENT_MS_MAX = 3 * MINUTE_MS

/**
 * Once all is quiet every cluster says that it holds the config and the plan that the server wants it to hold now, sealed
 * in their newest revision, and that the server holds all of its records.
 */
export function whatIsHeldIsWhatIsWanted(): Invariant {
  return {
    name: 'what is held is what is wanted',
    when: 'onceQuiet',
    check(world) {
      const plans = currentPlans(world.server.services)
      return world.clusters.flatMap(({ name }) => {
        const cluster = findCluster(world.server.services.database, name)
        if (!cluster) return [`the server does not know ${name} any more`]
        return complaintsOf(world, cluster, plans).map((what) => `${name}: ${what}`)
      })
    },
  }
}

function complaintsOf({ server, clock }: SimulatedWorld, cluster: Cluster, plans: PlanBook): string[] {
  const { services } = server
  const { clusterId } = cluster
  const health = services.reports.find(clusterId, 'health')
  if (!health || clock.now() - health.receivedAt > SILENT_MS_MAX) return ['has not said how it is']
  const complaints: string[] = []
  const see = (isWrong: boolean, what: string) => {
    if (isWrong) complaints.push(what)
  }
  const configSha256 = sha256Of(clusterConfigOf(services, cluster))
  const plan = headOf('plan', clusterId)
  const config = headOf('config', clusterId)
  see(plan?.bodySha256 !== plans.planOf(cluster).bodySha256, 'the plan sealed is not the one wanted')
  see(config?.bodySha256 !== configSha256, 'the config sealed is not the one wanted')
  see(plan?.revision !== health.planRevision, 'it does not hold the plan that was sealed')
  see(config?.revision !== health.configRevision, 'it does not hold the config that was sealed')
  see(health.outbox.storedThrough !== health.outbox.last, 'it has records without a receipt')
  return complaints

  function headOf(name: 'plan' | 'config', of: ClusterId) {
    return findDocument(services.database, topicOf(name, { clusterId: of }))
  }
}

function sha256Of(body: unknown): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('hex')
}
