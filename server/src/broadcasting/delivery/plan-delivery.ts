import { type ClusterId, CodedError, PLAN_VALID_MS, type Plan, topicOf } from '@tieng-lang/protocol'
import type { Database } from '../../storage/database.ts'
import { findDocument } from '../../storage/documents.ts'
import { noteWantedPlan } from '../../storage/playouts/wanted-plans.ts'
import { type Cluster, findCluster, listClusters } from '../../storage/tree/clusters.ts'
import type { Services } from '../services.ts'
import { publishStored, type StoredRevision, sealAndStore } from './document-delivery.ts'
import { inSlicedTransactions } from './in-slices.ts'
import { type BookedPlan, PlanBook, PROGRAMMES_BYTES_MAX } from './plan-book.ts'
import { listPlannedProgrammes, type PlannedProgramme } from './planned-programmes.ts'
import { PROGRAMMES_MAX } from './plans-fit.ts'

/** Everything one cluster is to play of what is planned. */
export function planOf(
  { database }: Pick<Services, 'database'>,
  cluster: Cluster,
  planned: readonly PlannedProgramme[],
): Plan {
  return new PlanBook(database, planned).planOf(cluster).plan
}

/** The plans of this moment. */
export function currentPlans({ database, clock }: Pick<Services, 'database' | 'clock'>): PlanBook {
  return new PlanBook(database, listPlannedProgrammes(database, clock.now()))
}

/** Delivers one cluster's plan if it says anything new or is about to end. Throws `planTooLarge`. */
export function deliverPlan(services: Services, clusterId: ClusterId): void {
  const cluster = findCluster(services.database, clusterId)
  if (!cluster) return
  const stored = storePlan(services, cluster, currentPlans(services).planOf(cluster))
  if (stored) publishStored(services, stored)
}

/** What a delivery came of. */
export interface Delivery {
  traceId?: string | undefined
}

/** Two deliveries at once could overwrite the newer plan with the older one: they take turns. */
const turns = new WeakMap<Database, Promise<unknown>>()

/**
 * The plans of many clusters; what did not change is not sealed. A plan that does not fit its topic is counted, leaves
 * that cluster with the one it has, and after all others rejects with `planTooLarge`.
 */
export function deliverPlans(
  services: Services,
  clusters: readonly Cluster[],
  { traceId }: Delivery = {},
): Promise<void> {
  return inTurn(services.database, () => deliverNow(services, clusters, traceId))
}

/** After any change of programmes or approvals, at start and every hour. */
export function deliverAllPlans(services: Services, { traceId }: Delivery = {}): Promise<void> {
  return inTurn(services.database, () => deliverNow(services, listClusters(services.database), traceId))
}

function inTurn(database: Database, act: () => Promise<void>): Promise<void> {
  const before = turns.get(database)
  const turn = before ? before.then(act, act) : act()
  turns.set(database, turn)
  const leave = () => {
    if (turns.get(database) === turn) turns.delete(database)
  }
  turn.then(leave, leave)
  return turn
}

async function deliverNow(
  services: Services,
  clusters: readonly Cluster[],
  traceId: string | undefined,
): Promise<void> {
  const { reports, log } = services
  let sealedCount = 0
  const plans = currentPlans(services)
  const tooLarge: CodedError[] = []
  const act = ({ clusterId }: Cluster) => {
    // As it is by now: it may have moved since this delivery began, and must not be given its old area's plan.
    const cluster = findCluster(services.database, clusterId)
    if (!cluster) return undefined
    try {
      return storePlan(services, { ...cluster, traceId }, plans.planOf(cluster))
    } catch (cause) {
      if (!(cause instanceof CodedError) || cause.code !== 'planTooLarge') throw cause
      reports.count(clusterId, cause.code, cause.message)
      tooLarge.push(cause)
      return undefined
    }
  }
  const onStored = (stored: (StoredRevision | undefined)[]) => {
    const sealed = stored.filter((each) => each !== undefined)
    for (const each of sealed) publishStored(services, each)
    sealedCount += sealed.length
  }
  await inSlicedTransactions(services, clusters, { act, onStored })
  if (sealedCount > 0) log?.info({ traceId, sealedCount, clusterCount: clusters.length }, 'plans are sealed')
  if (tooLarge[0]) throw tooLarge[0]
}

/** Nothing where it says nothing new. */
function storePlan(
  services: Services,
  { clusterId, traceId }: { clusterId: ClusterId } & Delivery,
  { plan, bodySha256, programmesBytes, programmes: written }: BookedPlan,
): StoredRevision | undefined {
  const { programmes } = plan
  if (programmesBytes > PROGRAMMES_BYTES_MAX)
    throw new CodedError(
      'planTooLarge',
      `the programmes of ${clusterId} have ${programmesBytes} bytes, at most ${PROGRAMMES_BYTES_MAX}`,
    )
  if (programmes.length > PROGRAMMES_MAX)
    throw new CodedError('planTooLarge', `${clusterId} would have ${programmes.length} programmes`)
  const { clock, database } = services
  return database.transaction(() => {
    const document = { clusterId, body: plan, bodySha256, validMs: PLAN_VALID_MS, traceId }
    const stored = sealAndStore(services, { topic: 'plan', ...document })
    const fromRevision =
      stored?.revision ?? findDocument(database, topicOf('plan', { clusterId }))?.revision ?? 0
    noteWantedPlan(database, { clusterId, fromRevision, programmes: written, wantedAt: clock.now() })
    return stored
  })
}
