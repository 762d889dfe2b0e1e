import { monitorEventLoopDelay } from 'node:perf_hooks'
import { MINUTE_MS, type ProgrammeDefinition, SECOND_MS, sleep } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import type { RunningServer } from '../../server/src/app.ts'
import { putProgramme } from '../../server/src/broadcasting/programmes/put-programme.ts'
import { insertBulletin } from '../../server/src/storage/bulletins/bulletins.ts'
import { runServer, temporaryFolder } from '../../server/test/running-server.ts'
import { addArea, addCluster, LOCAL } from '../../server/test/tree.ts'
import { percentile, rounded } from './figures/percentile.ts'
import { fsyncCostMs } from './plan/fsync-cost.ts'
import { enrolThin } from './plan/thin-cluster.ts'
import { ThinFleet } from './plan/thin-fleet.ts'

const CLUSTERS = 500
const CLUSTERS_EACH_COMMUNE = 25
/** A usual plan: so many slots of so many items. */
const PROGRAMMES = 20
const ITEMS = 5
const CHANGES = 15
const ALL_ACKNOWLEDGED_MS_MAX = 60_000
const LOOK_EVERY_MS = 2
const LOOP_RESOLUTION_MS = 5
const NANOSECONDS_PER_MS = 1e6

/**
 * 500 clusters on the real server with its embedded broker: one approved change that reaches all of them, until the server
 * has the acknowledgement of every new revision.
 */
export async function run(): Promise<Record<string, unknown>> {
  const folder = temporaryFolder()
  const server = await runServer(folder.path)
  let fleet: ThinFleet | undefined
  try {
    await layOut(server)
    const port = Number(new URL(server.services.addresses.mqttUrls[0] ?? '').port)
    const identities: Awaited<ReturnType<typeof enrolThin>>[] = []
    for (const clusterId of clusterIds()) identities.push(await enrolThin(server.services, clusterId))
    fleet = await ThinFleet.connect(port, identities)
    await acknowledged(server)
    const loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS })
    loop.enable()
    const tookMs: number[] = []
    for (let change = 1; change <= CHANGES; change++) tookMs.push(await changeMs(server, change))
    loop.disable()
    return {
      ms: { p50: rounded(percentile(tookMs, 0.5), 0), p99: rounded(percentile(tookMs, 0.99), 0) },
      fsyncMs: rounded(fsyncCostMs(folder.path), 2),
      mainLoopBlockedMsMax: rounded(loop.max / NANOSECONDS_PER_MS - LOOP_RESOLUTION_MS, 0),
      clusters: CLUSTERS,
      changes: CHANGES,
    }
  } finally {
    fleet?.stop()
    await server.stop()
    folder.remove()
  }
}

const clusterIds = () => Array.from({ length: CLUSTERS }, (_, index) => `c-${index}`)

async function layOut({ services }: RunningServer): Promise<void> {
  addArea(services, { areaId: 'tinh', name: 'Tỉnh' })
  for (const [index, clusterId] of clusterIds().entries()) {
    const areaId = `xa-${Math.floor(index / CLUSTERS_EACH_COMMUNE)}`
    if (index % CLUSTERS_EACH_COMMUNE === 0) addArea(services, { areaId, parentId: 'tinh', name: areaId })
    addCluster(services, { clusterId, areaId, name: clusterId })
  }
  for (let item = 0; item < ITEMS; item++) addBulletin(services, `tin-${item}`)
  for (let index = 0; index < PROGRAMMES; index++) await put(services, `ct-${index}`, `0${index % 10}:30`)
}

function addBulletin({ database }: RunningServer['services'], bulletinId: string): void {
  const loudness = {
    inputLufs: -16,
    inputTruePeakDbtp: -3,
    gainDb: 0,
    storedLufs: -16,
    storedTruePeakDbtp: -3,
  }
  insertBulletin(database, {
    ...{ bulletinId, areaId: 'tinh', title: bulletinId, language: 'vi', state: 'approved', createdAt: 0 },
    ...{ producedBy: 'one', approvedBy: 'other', loudness: { ...loudness, isGainLowered: false } },
    media: { sha256: 'a'.repeat(64), sizeBytes: 500_000, durationMs: 2 * MINUTE_MS },
  })
}

async function put(
  services: RunningServer['services'],
  programmeId: string,
  startTime: string,
): Promise<void> {
  const definition: ProgrammeDefinition = {
    ...{ programmeId, name: `Chương trình ${programmeId}`, priority: 'routine', validity: {} },
    ...{ latenessMsMax: 10 * MINUTE_MS, onInterrupted: 'resume', mayBeCut: false },
    recurrence: { kind: 'daily', startTimes: [startTime] },
    playlist: Array.from({ length: ITEMS }, (_, item) => ({
      ...{
        itemId: `muc-${item}`,
        title: `Tin ${item}`,
        bulletinId: `tin-${item}`,
        repeats: 1,
        gapMs: SECOND_MS,
      },
    })),
  }
  await putProgramme(services, { definition, targets: { areas: ['tinh'], zones: [], clusters: [] } }, LOCAL)
}

/** One change of a programme that all clusters play, until all have said that they hold their new plan. */
async function changeMs(server: RunningServer, change: number): Promise<number> {
  const beganMs = systemClock.monotonicMs()
  await put(server.services, 'ct-0', `06:${String(change).padStart(2, '0')}`)
  await acknowledged(server)
  return systemClock.monotonicMs() - beganMs
}

async function acknowledged({ services }: RunningServer): Promise<void> {
  const untilMs = systemClock.monotonicMs() + ALL_ACKNOWLEDGED_MS_MAX
  const isHeld = (clusterId: string) => {
    const revision = services.board.peek(clusterId)?.planRevision
    return revision?.wanted != null && revision.held === revision.wanted
  }
  while (!clusterIds().every(isHeld)) {
    if (systemClock.monotonicMs() > untilMs)
      throw new Error(`not all acknowledged in ${ALL_ACKNOWLEDGED_MS_MAX} ms`)
    await sleep(systemClock, LOOK_EVERY_MS)
  }
}
