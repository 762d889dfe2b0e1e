import { DAY_MS, HOUR_MS, type Programme, sleep } from '@tieng-lang/protocol'
import { findClosedUntil, listReported, putClosedUntil } from '../../../storage/playouts/closings.ts'
import { findStoredThrough } from '../../../storage/playouts/playout-progress.ts'
import {
  findLatenessMsMax,
  listWantedPlans,
  readProgrammes,
  removeWantedPlan,
  type WantedPlan,
} from '../../../storage/playouts/wanted-plans.ts'
import { type Cluster, type Device, pagesOfClusters } from '../../../storage/tree/clusters.ts'
import { effectiveSettings } from '../../delivery/cluster-config.ts'
import { inSlices } from '../../delivery/in-slices.ts'
import type { ChoreContext, Did } from '../../housekeeping/chore.ts'
import type { Services } from '../../services.ts'
import { playoutLineOf } from '../playout-line.ts'
import { closableUntil } from './closable-until.ts'
import { insertClosing } from './closing-record.ts'
import { type WantedOccurrence, wantedOccurrences } from './wanted-occurrences.ts'

/** So much of a cluster's past is looked at in one go. */
const WINDOW_MS = DAY_MS
/** Signed and stored in one transaction: some 0.3 ms each. */
const CLOSINGS_PER_WRITE_MAX = 25
/** The clusters of a commune were to play the same. */
const PROGRAMMES_KEPT_MAX = 20

/**
 * Every planned sound ends in one record: what a cluster was to play and will not report any more is closed by the
 * server, as `planNotHeld` where the cluster had not said that it holds the plan, else as `notReported`. Works in
 * slices; what it has not come to is done the next time.
 */
export async function closeUnreported({ services, isStopping }: ChoreContext): Promise<Did> {
  const { clock, database, updates } = services
  const programmesOf = programmesReader(services)
  let closedCount = 0
  for (const page of pagesOfClusters(database)) {
    const due: ClosingJob[] = []
    await inSlices(clock, page, (cluster) => {
      const job = jobOf(services, cluster)
      if (job) due.push(job)
    })
    for (const job of due) if (!isStopping()) closedCount += await closeCluster(services, job, programmesOf)
    if (isStopping()) break
  }
  if (closedCount > 0) updates.changed('playouts')
  return { closedCount }
}

interface ClosingJob {
  cluster: Cluster
  plans: WantedPlan[]
  from: number
  until: number
}

/** What is to be looked at now; undefined where there is nothing, or no board that could have played. */
function jobOf(services: Services, cluster: Cluster): ClosingJob | undefined {
  const { database } = services
  const { clusterId, device } = cluster
  if (!device) return undefined
  const plans = listWantedPlans(database, clusterId)
  const [first] = plans
  if (!first) return undefined
  const closedUntil = findClosedUntil(database, clusterId)
  const from = closedUntil ?? Math.max(first.wantedAt, device.enrolledAt)
  // A later board of the same cluster changes nothing of what this one owes.
  if (closedUntil === undefined) putClosedUntil(database, clusterId, from)
  const until = closableUntil(factsOf(services, { clusterId, device }, plans))
  return from < until ? { cluster, plans, from, until } : undefined
}

function factsOf(
  { clock, config, database, reports }: Services,
  { clusterId, device }: { clusterId: string; device: Device },
  plans: readonly WantedPlan[],
) {
  const health = reports.find(clusterId, 'health')
  const { closeAfterHours, closeAbsentAfterDays } = config.playouts
  return {
    now: clock.now(),
    // One that a former board has sent tells nothing of this one's records.
    health: health && health.receivedAt > device.enrolledAt ? health : undefined,
    storedThrough: findStoredThrough(database, { clusterId, deviceKid: device.kid }),
    latenessMsMax: Math.max(
      ...plans.map(({ programmesSha256 }) => findLatenessMsMax(database, programmesSha256)),
    ),
    waitMs: closeAfterHours * HOUR_MS,
    waitAbsentMs: closeAbsentAfterDays * DAY_MS,
  }
}

type ProgrammesOf = (programmesSha256: string) => readonly Programme[]

/** One cluster, a day at a time; gives how many were closed. */
async function closeCluster(
  services: Services,
  { cluster, plans, from, until }: ClosingJob,
  programmesOf: ProgrammesOf,
): Promise<number> {
  const { clock, database } = services
  const { clusterId } = cluster
  const { timeZone } = effectiveSettings(services, cluster)
  let closedCount = 0
  for (let at = from; at < until; at += WINDOW_MS) {
    const window = { timeZone, from: at, until: Math.min(at + WINDOW_MS, until) }
    const wanted = wantedOccurrences(plans, window, programmesOf)
    closedCount += await closeThose(services, cluster, { wanted, timeZone })
    database.transaction(() => {
      putClosedUntil(database, clusterId, window.until)
      forgetPlans(database, plans, window.until)
    })
    await sleep(clock, 0)
  }
  return closedCount
}

async function closeThose(
  { board, clock, database, keys }: Services,
  { clusterId }: Cluster,
  { wanted, timeZone }: { wanted: readonly WantedOccurrence[]; timeZone: string },
): Promise<number> {
  const context = { clusterId, timeZone, now: clock.now(), signer: keys.commandSigner }
  let closedCount = 0
  for (let done = 0; done < wanted.length; ) {
    const records = database.transaction(() => {
      const records: ReturnType<typeof insertClosing>[] = []
      const rest = wanted.slice(done)
      const reported = listReported(database, clusterId, rest.map(idOf))
      for (const one of rest) {
        if (records.length >= CLOSINGS_PER_WRITE_MAX) break
        done += 1
        if (!reported.has(idOf(one))) records.push(insertClosing(database, one, context))
      }
      return records
    })
    for (const record of records) board.notePlayout(clusterId, playoutLineOf(record, board.names))
    closedCount += records.length
    if (done < wanted.length) await sleep(clock, 0)
  }
  return closedCount
}

const idOf = ({ occurrence }: WantedOccurrence) => occurrence.occurrenceId

/** What was wanted before everything still to be closed goes; the plan that the cluster held last by then stays. */
function forgetPlans(
  database: Services['database'],
  plans: readonly WantedPlan[],
  closedUntil: number,
): void {
  const heldLast = plans.findLast(({ heldAt }) => heldAt !== null && heldAt <= closedUntil)
  for (const [index, plan] of plans.entries()) {
    const endAt = plans[index + 1]?.wantedAt
    if (endAt === undefined || endAt > closedUntil) return
    if (plan !== heldLast) removeWantedPlan(database, plan)
  }
}

/** Each set of programmes is read and parsed once, the last few are kept. */
function programmesReader({ database }: Pick<Services, 'database'>): ProgrammesOf {
  const known = new Map<string, readonly Programme[]>()
  return (programmesSha256) => {
    const held = known.get(programmesSha256)
    if (held) return held
    const programmes = readProgrammes(database, programmesSha256)
    if (known.size >= PROGRAMMES_KEPT_MAX) known.clear()
    known.set(programmesSha256, programmes)
    return programmes
  }
}
