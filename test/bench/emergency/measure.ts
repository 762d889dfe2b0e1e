import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FleetCluster } from '@tieng-lang/hardware-sim'
import { AdminClient, systemChance, systemClock } from '@tieng-lang/protocol/node'
import { loadConfig, type RunningServer, startApp } from '@tieng-lang/server'
import { pino } from 'pino'
import { eventually, type VillageStatus } from '../../support/village.ts'
import { percentile, rounded } from '../figures/percentile.ts'
import { progressOf } from '../figures/progress.ts'
import { measureBrokerFloor } from './broker-floor.ts'
import { type Half, type HalfFindings, startHalf } from './half.ts'
import { layOut } from './lay-out.ts'
import { accountedMs, lookAndCancel, operatorWithPin, raiseStorm, type Triggered } from './trigger.ts'

const progress = progressOf('emergency')

const HALVES = 2
const READY_MS_MAX = 600_000
/** After all is held: read into memory, and what is still being said of it is said. */
const SETTLE_MS = 20_000
/** About what a sealed emergency of one commune takes. */
const DOCUMENT_BYTES = 4_000
const WORST_TOLD = 5

/** So many clusters with the whole agent, and with the counted output. */
export interface CrowdSize {
  full: number
  counted: number
}

/** One emergency, from the HTTP request to every horn. */
export async function measureEmergency(size: CrowdSize): Promise<Record<string, unknown>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tieng-lang-emergency-'))
  const server = await startServer(dataDir)
  const halves: Half[] = []
  try {
    progress('the signals and messages are made')
    await server.emergencyKit?.settled()
    const administration = new AdminClient(server.adminSocket)
    const clusters = await layOut(administration, size.full + size.counted)
    progress(`${clusters.length} clusters start in ${HALVES} processes behind links of 4G`)
    halves.push(...(await startHalves(server, { dataDir, clusters, full: size.full })))
    await eventually('all hold what they need', () => areReady(administration, clusters.length), READY_MS_MAX)
    const floor = await measureBrokerFloor(server, { subscribers: clusters.length, bytes: DOCUMENT_BYTES })
    await passed(SETTLE_MS)
    const { triggered, ...account } = await trigger(server)
    const findings = await Promise.all(halves.map((half) => half.finish({ sinceAt: triggered.requestedAt })))
    return { ...figuresOf(triggered, findings, clusters.length), ...account, ...floor }
  } finally {
    for (const half of halves) half.stop()
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

function startServer(dataDir: string): Promise<RunningServer> {
  const overrides = {
    ...{ dataDir: join(dataDir, 'server'), port: 0, mqtt: { port: 0 }, stream: { port: 0 }, mqttUrl: null },
    // Here every cluster comes from one address.
    limits: { enrolmentsPerMinuteMax: 10_000 },
  }
  return startApp(loadConfig({ environment: {}, overrides }), {
    clock: systemClock,
    chance: systemChance,
    log: pino({ level: 'silent' }),
    emergencyKit: 'make',
    onBrokerFailure: (cause) => {
      throw cause
    },
  })
}

function startHalves(
  { httpUrl: serverUrl, mqttUrl }: RunningServer,
  { dataDir, clusters, full }: { dataDir: string; clusters: readonly FleetCluster[]; full: number },
): Promise<Half[]> {
  const way = { serverUrl, mqttUrl, profile: '4g' as const }
  const ofHalf = (some: readonly FleetCluster[], half: number) =>
    some.filter((_cluster, index) => index % HALVES === half)
  return Promise.all(
    Array.from({ length: HALVES }, (_, half) =>
      startHalf({
        way,
        dataDir: join(dataDir, `half-${half + 1}`),
        full: ofHalf(clusters.slice(0, full), half),
        counted: ofHalf(clusters.slice(full), half),
      }),
    ),
  )
}

/** Connected, its documents and its audio there, its clock trusted. */
async function areReady(administration: AdminClient, count: number): Promise<boolean> {
  const { clusters } = await administration.get<VillageStatus>('/api/v1/status')
  const ready = clusters.filter(
    ({ isConnected, clockState, media, configRevision }) =>
      isConnected &&
      clockState === 'trusted' &&
      configRevision.held === configRevision.wanted &&
      media !== null &&
      media.wanted > 0 &&
      media.held === media.wanted,
  )
  await passed(1_000)
  return ready.length === count
}

async function trigger(server: RunningServer) {
  const operator = await operatorWithPin(server)
  progress('the emergency is raised')
  const triggered = await raiseStorm(operator)
  const allAccountedMs = await accountedMs(operator, triggered)
  const { counts } = await lookAndCancel(operator, triggered)
  const { heard, playedNotProven, refused, notReached } = counts
  return {
    triggered,
    accountedMs: rounded(allAccountedMs, 0),
    answeredMs: rounded(triggered.answeredMs, 1),
    ...{ heard, playedNotProven, refused, notReached },
  }
}

function figuresOf({ requestedAt }: Triggered, halves: readonly HalfFindings[], count: number) {
  const heardAt = halves.flatMap((half) => Object.entries(half.heardAt))
  const toSound = heardAt.map(([, at]) => at - requestedAt)
  const silent = count - heardAt.length
  const agents = halves.flatMap(({ agentMs }) => agentMs)
  const agent = agents.filter((ms) => !Number.isNaN(ms))
  for (const [cluster, at] of [...heardAt].sort(([, a], [, b]) => b - a).slice(0, WORST_TOLD))
    progress(`${cluster} sounded after ${Math.round(at - requestedAt)} ms`)
  // A horn that gave nothing is no quick one.
  const late = [...toSound, ...Array.from({ length: silent }, () => Number.POSITIVE_INFINITY)]
  return {
    triggerToSoundMs: quantiles(late),
    agentMs: quantiles(agent),
    clusters: count,
    silent,
    agentsNotMeasured: agents.length - agent.length,
    underruns: halves.reduce((sum, { underruns }) => sum + underruns, 0),
    loopBlockedMsMax: rounded(Math.max(...halves.map(({ loopBlockedMsMax }) => loopBlockedMsMax)), 1),
    loadAverage: rounded(loadavg()[0] ?? Number.NaN, 2),
  }
}

function quantiles(values: readonly number[]) {
  const of = (share: number) => rounded(percentile(values, share), 1)
  return { p50: of(0.5), p99: of(0.99), max: of(1) }
}

function passed(durationMs: number): Promise<void> {
  return new Promise((resolve) => systemClock.after(durationMs, resolve))
}
