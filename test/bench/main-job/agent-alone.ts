import { buildAgentProgram } from '@tieng-lang/hardware-sim'
import { systemClock } from '@tieng-lang/protocol/node'
import { eventually, TestVillage } from '../../support/village.ts'
import { rounded } from '../figures/percentile.ts'
import { progressOf } from '../figures/progress.ts'
import { cpuPercent, readCpu, readRss } from './process-meter.ts'
import { addSpeech, layProgramme } from './village-programme.ts'

const progress = progressOf('main-job')

/** After its start: enrolled, connected, its documents and its audio there. */
const SETTLE_MS = 20_000
const IDLE_MS = 40_000
const PLAYING_MS = 40_000
const EDGE_MS = 1_000
const REPEATS = 6
const GAP_MS = 500

/** The agent as it ships, one file and a process of its own; its board and its server live in this process. */
export async function measureAgentAlone(): Promise<Record<string, number>> {
  const board = { ppm: 50, reportsDelay: true, warmUpMs: 300 }
  const village = await TestVillage.start({ boards: [board], program: await buildAgentProgram() })
  try {
    const pid = village.members[0]?.process?.pid
    if (pid === undefined) throw new Error('the agent does not run')
    return await measure(village, pid)
  } finally {
    await village.stop()
  }
}

async function measure(village: TestVillage, pid: number): Promise<Record<string, number>> {
  const [bulletin] = (await addSpeech(village, 2)).slice(1)
  if (!bulletin) throw new Error('there is no bulletin')
  await eventually('the agent is connected', () => isConnected(village))
  const lines = [{ bulletin, repeats: REPEATS, gapMs: GAP_MS }]
  const { startAt, endAt } = await layProgramme(village, lines, SETTLE_MS + IDLE_MS + EDGE_MS)
  if (endAt - startAt < PLAYING_MS + 2 * EDGE_MS) throw new Error('the programme is too short')

  progress(`one agent alone: silent for ${IDLE_MS / 1000} s, then playing for ${PLAYING_MS / 1000} s`)
  const idle = await cpuBetween(pid, startAt - EDGE_MS - IDLE_MS, startAt - EDGE_MS)
  const afterMinute = readRss(pid)
  const playing = await cpuBetween(pid, startAt + EDGE_MS, startAt + EDGE_MS + PLAYING_MS)
  await eventually('its records', async () => (await village.playouts()).length === REPEATS, 60_000)
  const atEnd = readRss(pid)
  return {
    agentRssMb: rounded(atEnd.peakMb, 1),
    agentRssAfterMinuteMb: rounded(afterMinute.nowMb, 1),
    agentRssAtEndMb: rounded(atEnd.nowMb, 1),
    agentCpuPercent: rounded(Math.max(idle, playing), 2),
    agentIdleCpuPercent: rounded(idle, 2),
    agentPlayingCpuPercent: rounded(playing, 2),
  }
}

async function isConnected({ administration }: TestVillage): Promise<boolean> {
  const { clusters } = await administration.get<{ clusters: { isConnected: boolean }[] }>('/api/v1/status')
  return clusters.every((cluster) => cluster.isConnected)
}

async function cpuBetween(pid: number, fromAt: number, untilAt: number): Promise<number> {
  await until(fromAt)
  const first = readCpu(pid)
  await until(untilAt)
  return cpuPercent(first, readCpu(pid))
}

function until(at: number): Promise<void> {
  return new Promise((resolve) => systemClock.after(at - systemClock.now(), resolve))
}
