import { type BroadcastId, type ClusterId, CodedError, DAY_MS } from '@tieng-lang/protocol'
import { insertStoppedBroadcast } from '../../storage/stopped-broadcasts.ts'
import { deliverPlans } from '../delivery/plan-delivery.ts'
import { clustersAt } from '../places.ts'
import type { Services } from '../services.ts'
import type { CommandAnswer } from './command-desk.ts'

/** A stop is remembered this long past the slot it stops (`Plan.stopped`). */
const REMEMBERED_MS = 2 * DAY_MS

export interface StopOrder {
  /** A cluster, or an area with everything below it. */
  place: string
  /** Null: whatever sounds, waits or is interrupted there now. */
  broadcastId: BroadcastId | null
  givenBy: string
}

/**
 * Stops a broadcast: recorded first; then the command to every cluster at once, past any queue; then as an exception in
 * the next plan revision, so that a cluster which is away now learns of it (DESIGN §3). What cannot be recorded or
 * planned is counted; the command goes out all the same, and its answers are given.
 */
export async function stopBroadcast(services: Services, order: StopOrder): Promise<CommandAnswer[]> {
  const clusters = clustersAt(services.database, order.place)
  if (clusters.length === 0) throw new CodedError('nothingToStop', `${order.place} has no clusters`)
  const toRemember = clusters.map(({ clusterId }) => ({
    clusterId,
    broadcastId: order.broadcastId ?? soundingAt(services, clusterId),
  }))
  try {
    recordStops(services, toRemember, order.givenBy)
  } catch (cause) {
    countFailure(services, 'stopNotRecorded', cause)
  }
  const clusterIds = clusters.map(({ clusterId }) => clusterId)
  const body = { name: 'stop', broadcastId: order.broadcastId } as const
  const given = services.commands.give(clusterIds, body, order.givenBy)
  const planned = deliverPlans(services, clusters).catch((cause: unknown) =>
    countFailure(services, 'stopNotPlanned', cause),
  )
  const [answers] = await Promise.all([given, planned])
  return answers
}

/** Neither a full disk nor a plan that is too large may keep loudspeakers from falling silent. */
function countFailure({ reports }: Services, code: string, cause: unknown): void {
  if (!(cause instanceof CodedError)) throw cause
  reports.count(undefined, code, `${cause.code}: ${cause.message}`)
}

/** What a cluster last said it was sounding: the best name that "whatever sounds" has for one that is away. */
function soundingAt({ reports }: Services, clusterId: ClusterId): BroadcastId | undefined {
  return reports.find(clusterId, 'health')?.playing?.broadcastId
}

function recordStops(
  { database, clock }: Services,
  stops: readonly { clusterId: ClusterId; broadcastId: BroadcastId | undefined }[],
  stoppedBy: string,
): void {
  const stoppedAt = clock.now()
  database.transaction(() => {
    for (const { clusterId, broadcastId } of stops) {
      if (broadcastId === undefined) continue
      const forgetAt = Math.max(stoppedAt, slotOf(broadcastId) + DAY_MS) + REMEMBERED_MS
      insertStoppedBroadcast(database, { clusterId, broadcastId, stoppedAt, forgetAt, stoppedBy })
    }
  })
}

/** The slot's local start read as UTC (a day is added for the zone), 0 for a broadcast that names none. */
function slotOf(broadcastId: BroadcastId): number {
  const start = Date.parse(`${broadcastId.split('@')[1] ?? ''}Z`.replace(/ZZ$/, 'Z'))
  return Number.isFinite(start) ? start : 0
}
