import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createKeyPair, MINUTE_MS, type ProgrammeDefinition, sleep } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { enrol, issueEnrolmentCode } from '../../server/src/broadcasting/enrolment.ts'
import { PlayoutLog } from '../../server/src/broadcasting/playouts/playout-log.ts'
import { putProgramme } from '../../server/src/broadcasting/programmes/put-programme.ts'
import type { Services } from '../../server/src/broadcasting/services.ts'
import { insertBulletin } from '../../server/src/storage/bulletins/bulletins.ts'
import { query } from '../../server/src/storage/database.ts'
import { runServer, temporaryFolder } from '../../server/test/running-server.ts'
import { addArea, addCluster, LOCAL } from '../../server/test/tree.ts'
import { rounded } from './figures/percentile.ts'
import { fsyncCostMs } from './plan/fsync-cost.ts'
import type { ReturningIdentity } from './records/returning-cluster.ts'
import type { FleetOrder } from './records/returning-fleet-process.ts'
import { PROGRAMME_ID, sealedRecords } from './records/sealed-records.ts'

const RETURNING = { clusters: 500, records: 200 }
/** For the figure without a network between. */
const STORED = { clusters: 100, records: 200 }
const CLUSTERS_EACH_COMMUNE = 25
const DRAIN_MS_MAX = 180_000
const LOOP_RESOLUTION_MS = 5
const NANOSECONDS_PER_MS = 1e6
const CODE_VALID_MS = 600_000

/**
 * What it costs the server to take records, verified (Ed25519) and durable (each transaction synced): first given to the
 * playout log in one heap, then from 500 clusters in another process that come back at once with 200 each, over MQTT
 * through the embedded broker, until each has the receipt for its last.
 */
export async function run(
  _args: readonly string[] = [],
  { stored = STORED, returning = RETURNING } = {},
): Promise<Record<string, unknown>> {
  const folder = temporaryFolder()
  const server = await runServer(folder.path)
  let fleet: ChildProcess | undefined
  try {
    const { services } = server
    await layOut(services)
    const recordsPerSecond = await storeHeap(
      services,
      await enrolMany(services, 's', stored.clusters),
      stored,
    )
    const identities = await enrolMany(services, 'c', returning.clusters)
    const port = Number(new URL(services.addresses.mqttUrls[0] ?? '').port)
    fleet = await startFleet({ port, recordCount: returning.records, identities })
    const { drainMs, blockedMsMax } = await drain(fleet)
    const recordCount = countRecords(services)
    const wanted = stored.clusters * stored.records + returning.clusters * returning.records
    if (recordCount !== wanted) throw new Error(`${recordCount} records are stored, not ${wanted}`)
    return {
      recordsPerSecond: rounded(recordsPerSecond, 0),
      drainMs: rounded(drainMs, 0),
      mainLoopBlockedMsMax: rounded(blockedMsMax, 0),
      fsyncMs: rounded(fsyncCostMs(folder.path), 2),
      clusters: returning.clusters,
      records: recordCount,
    }
  } finally {
    fleet?.kill('SIGKILL')
    await server.stop()
    folder.remove()
  }
}

async function layOut(services: Services): Promise<void> {
  addArea(services, { areaId: 'tinh', name: 'Tỉnh' })
  const definition: ProgrammeDefinition = {
    ...{ programmeId: PROGRAMME_ID, name: 'Chương trình', priority: 'routine', validity: {} },
    ...{ latenessMsMax: 600_000, onInterrupted: 'resume', mayBeCut: false },
    recurrence: { kind: 'daily', startTimes: ['05:00'] },
    playlist: [{ itemId: 'tin', title: 'Tin', bulletinId: 'tin', repeats: 1, gapMs: 0 }],
  }
  addBulletin(services)
  const targets = { areas: ['tinh'], zones: [], clusters: [] }
  await putProgramme(services, { definition, targets }, LOCAL)
}

function addBulletin({ database }: Services): void {
  const lufs = { inputLufs: -16, inputTruePeakDbtp: -3, gainDb: 0, storedLufs: -16, storedTruePeakDbtp: -3 }
  insertBulletin(database, {
    ...{ bulletinId: 'tin', areaId: 'tinh', title: 'Tin', language: 'vi', state: 'approved', createdAt: 0 },
    ...{ producedBy: 'one', approvedBy: 'other', loudness: { ...lufs, isGainLowered: false } },
    media: { sha256: 'a'.repeat(64), sizeBytes: 500_000, durationMs: MINUTE_MS },
  })
}

async function enrolMany(services: Services, prefix: string, count: number): Promise<ReturningIdentity[]> {
  const identities: ReturningIdentity[] = []
  for (let index = 0; index < count; index += 1) {
    const areaId = `xa-${prefix}-${Math.floor(index / CLUSTERS_EACH_COMMUNE)}`
    if (index % CLUSTERS_EACH_COMMUNE === 0) addArea(services, { areaId, parentId: 'tinh', name: areaId })
    const clusterId = `${prefix}-${index}`
    addCluster(services, { clusterId, areaId, name: clusterId })
    const pair = createKeyPair()
    const { code } = issueEnrolmentCode(services, { clusterId, validMs: CODE_VALID_MS }, LOCAL)
    const given = await enrol(services, { code, publicKey: pair.publicKey, agentVersion: 'bench' })
    identities.push({ clusterId, areaPath: given.areaPath, mqttSecret: given.mqttSecret, pair })
  }
  return identities
}

/** All at once into the playout log; records a second until the last is on the disk. */
async function storeHeap(
  services: Services,
  identities: readonly ReturningIdentity[],
  { records }: { records: number },
): Promise<number> {
  const heap = identities.flatMap(({ clusterId, pair }) =>
    sealedRecords(clusterId, pair, records).map((sealed) => ({ clusterId, sealed })),
  )
  const log = new PlayoutLog(services)
  const beganMs = systemClock.monotonicMs()
  for (const { clusterId, sealed } of heap) log.take(clusterId, sealed)
  while (log.waitingCount() > 0) await sleep(systemClock, 1)
  const tookMs = systemClock.monotonicMs() - beganMs
  log.stop()
  return (heap.length / tookMs) * 1_000
}

async function startFleet(order: FleetOrder): Promise<ChildProcess> {
  const script = new URL('./records/returning-fleet-process.ts', import.meta.url)
  const child = fork(script, { execArgv: ['--import', 'tsx'] })
  child.send(order)
  await messageOf(child)
  return child
}

async function drain(fleet: ChildProcess): Promise<{ drainMs: number; blockedMsMax: number }> {
  const loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS })
  loop.enable()
  fleet.send('go')
  const late = sleep(systemClock, DRAIN_MS_MAX).then(() => {
    throw new Error(`not all came back in ${DRAIN_MS_MAX} ms`)
  })
  late.catch(() => {})
  const { drainMs = 0 } = await Promise.race([messageOf(fleet), late])
  loop.disable()
  return { drainMs, blockedMsMax: Math.max(0, loop.max / NANOSECONDS_PER_MS - LOOP_RESOLUTION_MS) }
}

/** The next word of the fleet; rejects where it ends. */
async function messageOf(fleet: ChildProcess): Promise<{ drainMs?: number }> {
  const ended = once(fleet, 'exit').then(([code]) => {
    throw new Error(`the clusters ended with ${code}`)
  })
  ended.catch(() => {})
  const [message] = await Promise.race([once(fleet, 'message'), ended])
  return message
}

function countRecords({ database }: Services): number {
  const counted = query.selectFrom('playouts').select(({ fn }) => fn.countAll<number>().as('count'))
  return database.row(counted)?.count ?? 0
}
