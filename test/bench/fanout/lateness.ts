import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StreamAddress } from '@tieng-lang/protocol'
import { LiveVoice } from '../../support/live/live-voice.ts'
import { eventually } from '../../support/village.ts'
import { percentile, rounded } from '../figures/percentile.ts'
import { progressOf } from '../figures/progress.ts'
import { clusterOf, SIZE } from '../pages/seed.ts'
import { answerOf, startChild } from '../processes/child.ts'
import { BusyServer } from './busy-server.ts'
import type { Arrivals } from './ear-process.ts'
import { machineMs } from './machine-time.ts'

const progress = progressOf('fanout')

/** As the clusters of the seeded province have it. */
const MEDIA_SECRET = 'x'.repeat(43)
/** Of all listeners every twentieth is measured, wherever the sender has come to when it is its turn. */
const MEASURED_EVERY = 20
const OPUS_BYTES = 80
/** RFC 6716 §3.1: 20 ms of wideband SILK, one frame, mono. */
const TOC = 9 << 3
const PACKETS_PER_SECOND = 50
const CONNECTED_MS_MAX = 60_000

/**
 * A thousand listeners of one voice, 50 packets a second, while the server's console loads history and 200 clusters come
 * back: how long after the microphone's socket was given a packet it is at its listeners.
 */
export async function measureLateness(seconds: number): Promise<Record<string, unknown>> {
  const folder = await mkdtemp(join(tmpdir(), 'tieng-lang-bench-fanout-'))
  const server = new BusyServer(folder)
  try {
    progress(`a province with ${SIZE.playouts} playouts`)
    await server.start()
    const place = { areas: ['tinh'], zones: [], clusters: [] }
    const voice = await LiveVoice.begin(
      { administration: server.administration, server },
      { delay: 'live', place },
    )
    const ears = await listenersOf(voice, server.status.addresses.senders[0])
    server.keepBusy()
    progress(`${SIZE.clusters} listeners, ${seconds} s`)
    const sentMs: number[] = []
    const packets = Array.from({ length: seconds * PACKETS_PER_SECOND }, opusOf)
    await voice.say({ packets }, () => sentMs.push(machineMs()))
    const answered = answerOf<{ arrivals: Arrivals[] }>(ears.hearing)
    ears.hearing.send('tell')
    const { arrivals } = await answered
    await voice.end()
    for (const child of Object.values(ears)) child.kill('SIGKILL')
    return { ...figuresOf(arrivals, sentMs), requests: server.requests, returns: server.returns }
  } finally {
    server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

function opusOf(): Uint8Array {
  const packet = new Uint8Array(OPUS_BYTES)
  packet[0] = TOC
  return packet
}

/** Two processes: most of the listeners only keep their path open, some note what comes. */
async function listenersOf(voice: LiveVoice, sender: StreamAddress | undefined) {
  const { sessionId } = voice
  const all = Array.from({ length: SIZE.clusters }, (_, index) => ({
    ...{ sessionId, clusterId: clusterOf(index), mediaSecret: MEDIA_SECRET },
    isMeasured: index % MEASURED_EVERY === MEASURED_EVERY - 1,
  }))
  const deaf = startChild(new URL('./deaf-process.ts', import.meta.url), {
    sender,
    listeners: all.filter((each) => !each.isMeasured),
  })
  const hearing = startChild(new URL('./ear-process.ts', import.meta.url), {
    sender,
    listeners: all.filter((each) => each.isMeasured),
  })
  await Promise.all([answerOf(deaf), answerOf(hearing)])
  const isConnected = async () => {
    const { listeners } = await voice.session()
    return listeners.every(({ state }) => state === 'connected')
  }
  await eventually('every listener is connected', isConnected, CONNECTED_MS_MAX)
  return { deaf, hearing }
}

/** The first packet of a session has the first sequence number, on whichever listener it came first. */
function figuresOf(arrivals: readonly Arrivals[], sentMs: readonly number[]) {
  const first = Math.min(
    ...arrivals.flatMap((own) => own.slice(0, 1).map(([sequenceNumber]) => sequenceNumber)),
  )
  const lateMs = arrivals.flatMap((own) =>
    own.flatMap(([sequenceNumber, atMs]) => {
      const sent = sentMs[sequenceNumber - first]
      return sent === undefined ? [] : [atMs - sent]
    }),
  )
  const expected = arrivals.length * sentMs.length
  return {
    lateMsP50: rounded(percentile(lateMs, 0.5), 2),
    lateMsP99: rounded(percentile(lateMs, 0.99), 2),
    lateMsMax: rounded(percentile(lateMs, 1), 1),
    lostPercent: rounded((100 * (expected - lateMs.length)) / expected, 3),
    packetsMeasured: lateMs.length,
  }
}
