import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeyPair, ed25519Check, sleep } from '@tieng-lang/protocol'
import { systemChance, systemClock, systemDatagrams, systemFiles } from '@tieng-lang/protocol/node'
import { afterEach, beforeAll, expect, test } from 'vitest'
import type { AgentParts } from '../edge-agent/src/agent.ts'
import { openStores } from '../edge-agent/src/agent-stores.ts'
import { noBoard } from '../edge-agent/src/hardware/index.ts'
import { type FrameSource, httpMediaClient, WavOutput } from '../edge-agent/src/index.ts'
import { buildSoundRoom, type SoundRoom } from '../edge-agent/src/sound-room.ts'
import { windowLags } from '../edge-agent/test/audio/lag.ts'
import { speechLike } from '../edge-agent/test/audio/signals.ts'
import type { Recording } from '../edge-agent/test/audio/simulated-output.ts'
import { encodeSpeech } from '../edge-agent/test/live/stream.ts'
import { TestSender } from '../edge-agent/test/live/test-sender.ts'
import { AREA_PATH, config, liveSession, root } from '../edge-agent/test/sealing.ts'

const SECRET = 'B'.repeat(43)
/** Of the longest profile: a machine that is busy for half a second takes nothing from it. */
const DELAY_MS = 1_000
const SPEECH_MS = 4_000
const speech = speechLike(48 * SPEECH_MS)
let packets: Uint8Array[]
const stops: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  packets = await encodeSpeech(speech)
})
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

/** Everything of an agent but its link, on the machine's own clock, disk and sockets. */
async function startCluster(clusterId: string) {
  const folder = await mkdtemp(join(tmpdir(), 'tieng-lang-live-'))
  const clock = systemClock
  const output = new WavOutput({ clock, path: join(folder, 'horn.wav') })
  const enrolment = {
    clusterId,
    areaPath: AREA_PATH,
    rootKey: root,
    httpUrls: [],
    mqttUrls: [],
    mqttSecret: '',
  }
  const parts: AgentParts = {
    ...{ clock, chance: systemChance, files: systemFiles(folder), signatures: ed25519Check() },
    identity: { keyPair: createKeyPair(), bootId: 'boot', enrolment },
    ...{ board: noBoard(), output, datagrams: systemDatagrams(clock) },
    transport: () => {
      throw new Error('there is no link here')
    },
    media: () => httpMediaClient({ clock, urls: () => [] }),
    isRtcHealthy: () => true,
    log: { info() {}, warn() {} },
    onRestart() {},
  }
  const stores = {
    ...(await openStores(parts)),
    config: () => ({ ...config, clusterId, mediaSecret: SECRET }),
  }
  const room = await buildSoundRoom(parts, stores, { onSounding() {}, onTimeWanted() {} })
  await room.conductor.start()
  const recorder = recorderOf(room.playback)
  await output.start(recorder.source)
  stops.push(async () => {
    await output.stop()
    await room.conductor.stop()
    await room.media.stop()
    await stores.cache.stop()
    await stores.clockTrust.stop()
    await room.decoders.stop()
    await rm(folder, { recursive: true })
  })
  return { room, stores, recorder }
}

/** Writes down what is pulled, each frame at the instant for which it was asked. */
function recorderOf(inner: FrameSource): { source: FrameSource; recording: () => Recording } {
  let startAt: number | undefined
  const frames: Float32Array[] = []
  return {
    source: {
      readFrame(heardAt) {
        startAt ??= heardAt
        const frame = inner.readFrame(heardAt)
        frames.push(Float32Array.from(frame ?? []))
        return frame
      },
    },
    recording() {
      const pcm = new Float32Array(frames.length * 960)
      for (const [index, frame] of frames.entries()) pcm.set(frame, index * 960)
      return { pcm, startAt: startAt ?? 0 }
    },
  }
}

const isOver = ({ conductor }: SoundRoom) => conductor.output().done.length > 0

/** Looks again and again, for ten seconds at most. */
async function until(isSo: () => boolean): Promise<void> {
  for (let looks = 0; looks < 500 && !isSo(); looks++) await sleep(systemClock, 20)
}

test('two clusters play what is said over real UDP, at capture + delay and in step; the record follows', {
  timeout: 60_000,
}, async () => {
  const clusters = await Promise.all(['c-1', 'c-2'].map(startCluster))
  const datagrams = systemDatagrams(systemClock)
  const secrets = new Map([
    ['c-1', SECRET],
    ['c-2', SECRET],
  ])
  const sender = new TestSender({ clock: systemClock, chance: systemChance, datagrams, ssrc: 77, secrets })
  await sender.start()
  stops.push(() => sender.stop())
  const at = systemClock.now()
  const session = liveSession({
    ...{ startedAt: at, expiresAt: at + 60_000, delayMs: DELAY_MS, ssrc: 77 },
    senders: [{ host: '127.0.0.1', port: sender.port }],
  })
  const taken = { remainingMs: 60_000, isNews: true, documentId: 'live', revision: 1, traceId: 'act-1' }
  for (const { room } of clusters) room.conductor.liveTaken({ ...taken, session })
  const isSounding = () => clusters.every(({ room }) => room.conductor.output().current?.isHeard)
  await until(isSounding)
  const startAt = sender.speak(packets)
  await sleep(systemClock, SPEECH_MS + 100)
  for (const { room } of clusters)
    room.conductor.liveTaken({ ...taken, session: { ...session, state: 'ended' } })
  await until(() => clusters.every(({ room }) => room.conductor.accounting().waiting === 0 && isOver(room)))

  const lags = clusters.map(({ recorder }) => {
    const said = { pcm: speech.subarray(48 * 500, 48 * (SPEECH_MS - 500)), dueAt: startAt + 500 + DELAY_MS }
    return windowLags(recorder.recording(), said)
  })
  for (const windows of lags) {
    expect(Math.min(...windows.map(({ correlation }) => correlation))).toBeGreaterThan(0.85)
    expect(Math.max(...windows.map(({ lagMs }) => Math.abs(lagMs)))).toBeLessThan(2)
  }
  const [first = [], second = []] = lags
  const skews = first.map(({ lagMs }, index) => Math.abs(lagMs - (second[index]?.lagMs ?? Number.NaN)))
  expect(Math.max(...skews)).toBeLessThan(1)
  for (const { stores, room } of clusters) {
    expect(room.conductor.output().current).toBeNull()
    const [record] = await stores.outbox.read(1, 10)
    const [, payload = ''] = Buffer.from(record?.bytes ?? [])
      .toString('latin1')
      .split('.')
    const { occurrenceId, outcome, priority, traceId } = JSON.parse(
      Buffer.from(payload, 'base64url').toString(),
    )
    expect({ occurrenceId, outcome, priority, traceId }).toEqual({
      ...{ occurrenceId: 'noi-1', outcome: 'heard', priority: 'announcement', traceId: 'act-1' },
    })
  }
})
