// One half of the village, as a process of its own: boards, agents behind simulated networks, and afterwards the ear.
import {
  Fleet,
  type FleetMember,
  isNetworkProfileName,
  listen,
  NETWORK_PROFILES,
  readRecording,
} from '@tieng-lang/hardware-sim'
import { systemClock } from '@tieng-lang/protocol/node'
import { readLiveSpeech } from '../../support/live/live-speech.ts'
import { serveHalf } from '../village-half/serve-half.ts'
import type { HeardVoice, LiveHalfFinish, LiveHalfHeard, LiveHalfStart } from './half.ts'

const SAMPLES_PER_MS = 48
/** Below this a stretch was concealed, and its place says nothing. */
const CORRELATION_MIN = 0.8

let fleet: Fleet | undefined

serveHalf<LiveHalfStart, LiveHalfFinish, LiveHalfHeard>({
  async start({ network, profile, ...rest }) {
    if (!isNetworkProfileName(profile)) throw new Error(`no network is called ${profile}`)
    fleet = new Fleet({
      ...{ clock: systemClock, logLevel: 'silent', ...rest },
      network: { ...network, profile: NETWORK_PROFILES[profile] },
    })
    await fleet.start()
  },
  async finish(finish) {
    const members = fleet?.members ?? []
    const streams = new Map(members.map((member) => [member.name, streamOf(member, finish.sessionId)]))
    await fleet?.stop()
    const { pcm } = await readLiveSpeech(finish.speechOgg)
    const voices: HeardVoice[] = []
    for (const member of members) {
      const stream = streams.get(member.name)
      if (stream) voices.push({ ...stream, ...(await heardBy(member, pcm, finish)) })
    }
    return { voices }
  },
})

/** What became of the stream; undefined where it was not listened to. */
function streamOf({ name: cluster, agent, board }: FleetMember, sessionId: string) {
  const reception = agent?.conductor.liveReception(sessionId)
  if (!reception) return undefined
  const { gapSamplesMax, concealedSamples, restoredSamples, playedSamples, latePackets } = reception
  return {
    ...{ cluster, latePackets, underruns: board.card.underruns },
    gapMsMax: gapSamplesMax / SAMPLES_PER_MS,
    concealedMs: concealedSamples / SAMPLES_PER_MS,
    restoredMs: restoredSamples / SAMPLES_PER_MS,
    playedMs: playedSamples / SAMPLES_PER_MS,
  }
}

async function heardBy({ recordingPath }: FleetMember, pcm: Float32Array, finish: LiveHalfFinish) {
  const { capturedAt, delayMs } = finish
  const { windows } = listen(await readRecording(recordingPath), pcm, capturedAt + delayMs)
  const known = windows.filter(({ correlation }) => correlation >= CORRELATION_MIN)
  return {
    microphoneToHornMs: known.map(({ lagMs }) => delayMs + lagMs),
    unknownStretches: windows.length - known.length,
  }
}
