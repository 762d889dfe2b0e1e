import { loadavg } from 'node:os'
import { join } from 'node:path'
import type { FleetCluster } from '@tieng-lang/hardware-sim'
import type { Outcome } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { eventually, TestVillage } from '../../support/village.ts'
import { percentile, rounded } from '../figures/percentile.ts'
import { progressOf } from '../figures/progress.ts'
import { type Half, type HalfJudgement, type JudgedSound, startHalf } from './half.ts'
import { addSpeech, type LaidProgramme, layProgramme } from './village-programme.ts'

const progress = progressOf('main-job')

const AGENTS = 50
const HALVES = 2
const PPM_MAX = 100
const REPEATS = 2
const GAPS_MS = [500, 1_000, 1_500]
/** Until the first sound: time for fifty clusters to fetch three files. */
const PREPARE_MS = 20_000
const RECORDS_MS_MAX = 60_000
const WORST_TOLD = 12

/** Fifty agents in two processes play one programme of speech; what their horns gave is compared with the plan. */
export async function measureFiftyAgents(): Promise<Record<string, unknown>> {
  const village = await TestVillage.start({ boards: [] })
  const halves: Half[] = []
  try {
    progress(`${AGENTS} boards and agents start in ${HALVES} processes`)
    halves.push(...(await startHalves(village, await enrolClusters(village))))
    const programme = await play(village)
    const records = await recordsOf(village)
    const [loadAverage = Number.NaN] = loadavg()
    progress(`${records.length} records; listening to ${AGENTS} recordings`)
    const judgements = await Promise.all(halves.map((half) => half.finish({ audios: programme.audios })))
    tellWorst(judgements.flatMap(({ sounds }) => sounds))
    return { ...figuresOf(judgements, records), loadAverage: rounded(loadAverage, 2) }
  } finally {
    for (const half of halves) half.stop()
    await village.stop()
  }
}

/** Registers the clusters and gives what their boards need to enrol: rates spread evenly, every second card mute. */
async function enrolClusters({ administration }: TestVillage): Promise<FleetCluster[]> {
  const [area] = await administration.get<{ areaId: string }[]>('/api/v1/areas')
  const clusters: FleetCluster[] = []
  for (let index = 0; index < AGENTS; index += 1) {
    const clusterId = `cum-${index + 1}`
    await administration.post('/api/v1/clusters', {
      clusterId,
      areaId: area?.areaId,
      name: clusterId,
      // The benchmark may run at night.
      settings: { quietHours: { windows: [] } },
    })
    const order = { clusterId, validMinutes: 60 }
    const { code } = await administration.post<{ code: string }>('/api/v1/enrolment-codes', order)
    const ppm = -PPM_MAX + (2 * PPM_MAX * index) / (AGENTS - 1)
    // Two neighbours in turn, so that each half has cards of both kinds over the whole range of rates.
    const reportsDelay = Math.floor(index / HALVES) % 2 === 0
    clusters.push({ name: clusterId, enrolmentCode: code, board: { ppm, reportsDelay, warmUpMs: 300 } })
  }
  return clusters
}

function startHalves(village: TestVillage, clusters: FleetCluster[]): Promise<Half[]> {
  return Promise.all(
    Array.from({ length: HALVES }, (_, half) =>
      startHalf({
        serverUrl: village.server.httpUrl,
        dataDir: join(village.dataDir, `half-${half + 1}`),
        clusters: clusters.filter((_cluster, index) => index % HALVES === half),
      }),
    ),
  )
}

/** Lays the programme and waits until its last sound is over. */
async function play(village: TestVillage): Promise<LaidProgramme> {
  const bulletins = await addSpeech(village, GAPS_MS.length)
  const lines = bulletins.map((bulletin, index) => ({
    bulletin,
    repeats: REPEATS,
    gapMs: GAPS_MS[index] ?? 0,
  }))
  const programme = await layProgramme(village, lines, PREPARE_MS)
  progress(`a programme of ${Math.round((programme.endAt - programme.startAt) / 1000)} s`)
  await new Promise((resolve) =>
    systemClock.after(programme.endAt - systemClock.now(), () => resolve(undefined)),
  )
  return programme
}

interface HeardRecord {
  outcome: Outcome
}

/** The records at the server: all of them, or those that are there when no more can be expected. */
async function recordsOf({ administration }: TestVillage): Promise<HeardRecord[]> {
  let records: HeardRecord[] = []
  const haveAllCome = async () => {
    const page = await administration.get<{ items: HeardRecord[] }>('/api/v1/playouts?count=1000')
    records = page.items
    return records.length >= AGENTS * REPEATS * GAPS_MS.length
  }
  await eventually('every sound has its record', haveAllCome, RECORDS_MS_MAX).catch((cause) =>
    progress(String(cause)),
  )
  return records
}

/** Where to look first. */
function tellWorst(sounds: readonly JudgedSound[]): void {
  const worst = [...sounds].sort((a, b) => a.summary.correlationMin - b.summary.correlationMin)
  const firstAt = Math.min(...sounds.map(({ dueAt }) => dueAt))
  for (const { cluster, dueAt, startErrorMs, summary } of worst.slice(0, WORST_TOLD)) {
    const { correlationMin, lagMsMin, lagMsMax, gaps } = summary
    progress(
      `${cluster} at ${Math.round((dueAt - firstAt) / 1000)} s: ${startErrorMs.toFixed(2)} ms off at its start, ` +
        `lag ${lagMsMin.toFixed(2)} to ${lagMsMax.toFixed(2)} ms, correlation ${correlationMin.toFixed(4)}, ${gaps} gaps`,
    )
  }
}

function figuresOf(judgements: readonly HalfJudgement[], records: readonly HeardRecord[]) {
  const sounds = judgements.flatMap((judgement) => judgement.sounds)
  const errors = sounds.map(({ startErrorMs }) => startErrorMs)
  const worst = (of: (sound: JudgedSound) => number) => Math.max(...sounds.map(of))
  const planned = AGENTS * REPEATS * GAPS_MS.length
  return {
    startErrorMs: {
      p50: rounded(percentile(errors, 0.5), 3),
      p99: rounded(percentile(errors, 0.99), 3),
      max: rounded(
        worst(({ startErrorMs }) => startErrorMs),
        3,
      ),
    },
    heardRatio: records.filter(({ outcome }) => outcome === 'heard').length / planned,
    correlationMin: rounded(-worst(({ summary }) => -summary.correlationMin), 4),
    lagDriftMsPerSecondMax: rounded(
      worst(({ summary }) => summary.lagDriftMsPerSecondMax),
      3,
    ),
    gaps: sounds.reduce((sum, { summary }) => sum + summary.gaps, 0),
    underruns: judgements.reduce((sum, { underruns }) => sum + underruns, 0),
    soundsPlanned: planned,
    soundsJudged: sounds.length,
    loopBlockedMsMax: rounded(Math.max(...judgements.map(({ loopBlockedMsMax }) => loopBlockedMsMax)), 1),
  }
}
