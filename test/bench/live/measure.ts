import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { FleetCluster, NetworkProfileName } from '@tieng-lang/hardware-sim'
import { LIVE_DELAYS_MS, type LiveDelay, type StatusAnswer, sleep } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { readLiveSpeech, writeLiveSpeech } from '../../support/live/live-speech.ts'
import { LiveVoice } from '../../support/live/live-voice.ts'
import { speak } from '../../support/sound/speech.ts'
import { TestVillage } from '../../support/village.ts'
import { percentile, rounded } from '../figures/percentile.ts'
import { progressOf } from '../figures/progress.ts'
import { type HeardVoice, type LiveHalf, startLiveHalf } from './half.ts'

const progress = progressOf('live')

const AGENTS = 20
const HALVES = 2
const PPM_MAX = 100
const AREA = { areaId: 'xa-thu', name: 'Xã Thử' }
/** The last words are on their way from the horn to the recording for so long. */
const RECORDED_MS = 500
const TEXT =
  'Đây là đài truyền thanh xã, tiếng nói trực tiếp. Nước sông đang lên nhanh, mời bà con các thôn ven sông chuyển đồ đạc, gia súc lên chỗ cao và chú ý theo dõi thông báo tiếp theo.'

export interface LiveTrial {
  profile: NetworkProfileName
  delay: LiveDelay
  seconds: number
}

/** Somebody speaks for a while; twenty agents in two processes hear it over networks of this kind. */
export async function measureLive({ profile, delay, seconds }: LiveTrial): Promise<Record<string, unknown>> {
  const village = await TestVillage.start({ boards: [], areas: [AREA], ownProcess: {} })
  const folder = await mkdtemp(join(tmpdir(), 'tieng-lang-bench-live-'))
  const halves: LiveHalf[] = []
  try {
    const speechOgg = join(folder, 'speech.ogg')
    await makeSpeech(speechOgg, seconds)
    const { packets } = await readLiveSpeech(speechOgg)
    progress(`${profile}: ${AGENTS} boards and agents start in ${HALVES} processes`)
    halves.push(...(await startHalves(village, profile)))
    const voice = await LiveVoice.begin(village, { delay })
    await voice.awaitSounding(AGENTS)
    progress(`${profile}: all of them listen; ${seconds} s of speech with a delay of ${delay}`)
    const capturedAt = await voice.say({ packets })
    const delayMs = LIVE_DELAYS_MS[delay]
    await sleep(systemClock, delayMs + RECORDED_MS)
    const finish = { sessionId: voice.sessionId, speechOgg, capturedAt, delayMs }
    const heard = await Promise.all(halves.map((half) => half.finish(finish)))
    await voice.end()
    const loopBlockedMsMax = Math.max(...heard.map((half) => half.loopBlockedMsMax))
    return {
      ...figuresOf(heard.flatMap(({ voices }) => voices)),
      loopBlockedMsMax: rounded(loopBlockedMsMax, 1),
    }
  } finally {
    for (const half of halves) half.stop()
    await village.stop()
    await rm(folder, { recursive: true })
  }
}

async function makeSpeech(ogg: string, seconds: number): Promise<void> {
  const file = await speak(TEXT)
  await writeLiveSpeech(file, ogg, seconds)
  await rm(dirname(file), { recursive: true })
}

async function startHalves(village: TestVillage, profile: NetworkProfileName): Promise<LiveHalf[]> {
  const clusters = await enrolClusters(village)
  const { addresses } = await village.administration.get<StatusAnswer>('/api/v1/status')
  const network = { mqttUrl: addresses.mqttUrls[0] ?? '', sender: addresses.senders[0], seed: 'live' }
  return Promise.all(
    Array.from({ length: HALVES }, (_, half) =>
      startLiveHalf({
        ...{ serverUrl: village.server.httpUrl, network, profile },
        dataDir: join(village.dataDir, `half-${half + 1}`),
        clusters: clusters.filter((_cluster, index) => index % HALVES === half),
      }),
    ),
  )
}

/** Rates of sound cards spread evenly. */
async function enrolClusters({ administration }: TestVillage): Promise<FleetCluster[]> {
  const clusters: FleetCluster[] = []
  for (let index = 0; index < AGENTS; index += 1) {
    const clusterId = `cum-${index + 1}`
    // The benchmark may run at night.
    const settings = { quietHours: { windows: [] } }
    const { areaId } = AREA
    await administration.post('/api/v1/clusters', { clusterId, areaId, name: clusterId, settings })
    const order = { clusterId, validMinutes: 60 }
    const { code } = await administration.post<{ code: string }>('/api/v1/enrolment-codes', order)
    const ppm = -PPM_MAX + (2 * PPM_MAX * index) / (AGENTS - 1)
    clusters.push({ name: clusterId, enrolmentCode: code, board: { ppm, warmUpMs: 300 } })
  }
  return clusters
}

function figuresOf(voices: readonly HeardVoice[]) {
  const sum = (of: (voice: HeardVoice) => number) => voices.reduce((total, voice) => total + of(voice), 0)
  const delays = voices.flatMap(({ microphoneToHornMs }) => microphoneToHornMs)
  const playedMs = sum((voice) => voice.playedMs)
  return {
    microphoneToHornMs: {
      p50: rounded(percentile(delays, 0.5), 1),
      p99: rounded(percentile(delays, 0.99), 1),
    },
    gapMsMax: rounded(Math.max(...voices.map(({ gapMsMax }) => gapMsMax)), 1),
    concealedPercent: rounded((100 * sum((voice) => voice.concealedMs)) / playedMs, 3),
    restoredPercent: rounded((100 * sum((voice) => voice.restoredMs)) / playedMs, 3),
    listeners: voices.length,
    stretchesJudged: delays.length,
    stretchesUnknown: sum((voice) => voice.unknownStretches),
    latePackets: sum((voice) => voice.latePackets),
    underruns: sum((voice) => voice.underruns),
  }
}
