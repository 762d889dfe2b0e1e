import {
  type BroadcastId,
  type ClusterId,
  CodedError,
  type CommandAnswerLine,
  DAY_MS,
  type StopOrder,
} from '@tieng-lang/protocol'
import { recordAct } from '../../access/audit.ts'
import type { Principal } from '../../access/principal.ts'
import { insertStoppedBroadcast, type StoppedBroadcast } from '../../storage/orders/stopped-broadcasts.ts'
import { type Cluster, findCluster } from '../../storage/tree/clusters.ts'
import { deliverPlans } from '../delivery/plan-delivery.ts'
import type { Services } from '../services.ts'
import { answerTeller, lineOf } from './cluster-commands.ts'
import { orderPlaceOf } from './order-place.ts'

/** A stop is remembered this long past the slot it stops (`Plan.stopped`). */
const REMEMBERED_MS = 2 * DAY_MS

/**
 * Stops a broadcast: recorded first; then the command to every cluster at once, past any queue; then as an exception in
 * the next plan revision, so that a cluster which is away now learns of it (DESIGN §3). What cannot be recorded or
 * planned now is counted and tried until it is; the command goes out all the same, and its answers are given. Throws
 * `nothingToStop` for a place without clusters.
 */
export async function stopBroadcast(
  services: Services,
  order: StopOrder,
  by: Principal,
): Promise<CommandAnswerLine[]> {
  const { place, broadcastId, requestId } = order
  const { clusterIds, areaIds, subject } = orderPlaceOf(services, place)
  if (clusterIds.length === 0) throw new CodedError('nothingToStop', `${subject} has no clusters`)
  const at = services.clock.now()
  const detail = { place, broadcastId, clusterCount: clusterIds.length }
  const stops = stopsOf(services, { clusterIds, broadcastId, stoppedAt: at, stoppedBy: by.name })
  const kept = services.stops.keep({
    plan: () => deliverPlans(services, clustersOf(services, clusterIds), by),
    record: () => {
      for (const stop of stops) insertStoppedBroadcast(services.database, stop)
      const act = { at, by, act: 'sound.stop', areaIds, subject, detail }
      recordAct(services.database, act)
    },
  })
  services.live.noteStop(clusterIds, broadcastId)
  const answers = await services.commands.give(clusterIds, {
    body: { name: 'stop', broadcastId },
    givenBy: by.name,
    traceId: by.traceId,
    onSent: () => kept.plan(),
    onAnswer: answerTeller(services, requestId),
  })
  return answers.map(lineOf)
}

function clustersOf({ database }: Services, clusterIds: readonly ClusterId[]): Cluster[] {
  return clusterIds.flatMap((clusterId) => findCluster(database, clusterId) ?? [])
}

/**
 * One line a cluster and broadcast. For "whatever sounds" it is what the cluster last said it was sounding: the best
 * name that there is for one that is away.
 */
function stopsOf(
  { board }: Services,
  order: {
    clusterIds: readonly ClusterId[]
    broadcastId: BroadcastId | null
    stoppedAt: number
    stoppedBy: string
  },
): StoppedBroadcast[] {
  const { stoppedAt, stoppedBy } = order
  return order.clusterIds.flatMap((clusterId) => {
    const broadcastId = order.broadcastId ?? board.peek(clusterId)?.sounding?.broadcastId
    if (broadcastId === undefined) return []
    const forgetAt = Math.max(stoppedAt, slotOf(broadcastId) + DAY_MS) + REMEMBERED_MS
    return [{ clusterId, broadcastId, stoppedAt, forgetAt, stoppedBy }]
  })
}

/** The slot's local start read as UTC (a day is added for the zone), 0 for a broadcast that names none. */
function slotOf(broadcastId: BroadcastId): number {
  const start = Date.parse(`${broadcastId.split('@')[1] ?? ''}Z`.replace(/ZZ$/, 'Z'))
  return Number.isFinite(start) ? start : 0
}
