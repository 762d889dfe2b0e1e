import {
  type Cancellable,
  type Chance,
  type Clock,
  type ClusterConfig,
  type EnrolmentAnswer,
  ed25519Signer,
  type Files,
  type MessageTransport,
  MINUTE_MS,
  type SignatureCheck,
  type TransportOptions,
} from '@tieng-lang/protocol'
import { readOggOpus } from './audio/ogg-reader.ts'
import { DecoderPool } from './audio/opus-decoder.ts'
import { Playback } from './audio/playback.ts'
import { AmplifierPower } from './conductor/amplifier-power.ts'
import { Conductor, type Sounding } from './conductor/conductor.ts'
import { ConductorMemory } from './conductor/conductor-memory.ts'
import { EvidenceWatch } from './conductor/evidence-watch.ts'
import { healthReport } from './conductor/health-report.ts'
import { mediaWanted } from './conductor/planned-sounds.ts'
import { Player } from './conductor/player.ts'
import { ReadyMedia } from './conductor/ready-media.ts'
import { RecordKeeper } from './conductor/record-keeper.ts'
import type { AudioOutput, Board } from './hardware/index.ts'
import type { MediaClient } from './link/media-client.ts'
import { MqttLink } from './link/mqtt-link.ts'
import { presenceWill } from './link/presence.ts'
import { ClockTrust } from './stores/clock-trust.ts'
import { DocumentShelf } from './stores/document-shelf.ts'
import type { EnrolledIdentity } from './stores/identity.ts'
import { MediaCache } from './stores/media-cache.ts'
import { Outbox } from './stores/outbox.ts'
import { RefusalLedger } from './stores/refusal-ledger.ts'

export const AGENT_VERSION = '0.1.0'
const HEALTH_MS = MINUTE_MS
/** Sounds whose records were written just before a crash are among the last so many. */
const RECENT_RECORDS = 200

/** Everything outside: the machine, the wires, and who this is. */
export interface AgentParts {
  clock: Clock
  chance: Chance
  files: Files
  identity: EnrolledIdentity
  signatures: SignatureCheck
  board: Board
  output: AudioOutput
  transport: (options: TransportOptions) => MessageTransport
  media: (urls: () => readonly string[]) => MediaClient
  isRtcHealthy: () => boolean
  log: AgentLog
  onRestart: () => void
}

export interface AgentLog {
  info(facts: Record<string, unknown>, sentence: string): void
  warn(facts: Record<string, unknown>, sentence: string): void
}

export interface RunningAgent {
  conductor: Conductor
  stop(): Promise<void>
}

/** Builds one cluster's agent from its parts and starts it: the one place where everything meets. */
export async function startAgent(parts: AgentParts): Promise<RunningAgent> {
  const { clock, chance, files, identity, signatures, board, output, log } = parts
  const { clusterId, rootKey, areaPath } = identity.enrolment
  const speaker = { clusterId, bootId: identity.bootId, agentVersion: AGENT_VERSION }

  const refusals = new RefusalLedger(clock)
  const clockTrust = new ClockTrust({ clock, files, isRtcHealthy: parts.isRtcHealthy })
  const now = () => clockTrust.now()
  const shelf = new DocumentShelf({ files, root: rootKey, clusterId, areaPath, signatures, now, refusals })
  const signer = ed25519Signer(identity.keyPair)
  const outbox = new Outbox({ files, clock, signer, clusterId, bootId: identity.bootId, now })
  const config = () => shelf.get('config')?.body ?? configBefore(identity.enrolment)
  const cache = new MediaCache({
    files,
    clock,
    chance,
    client: parts.media(() => config().httpUrls),
    cacheBytesMax: () => config().cacheBytesMax,
  })
  await clockTrust.start()
  await shelf.start()
  await outbox.start()
  await cache.start()

  const decoders = new DecoderPool()
  await decoders.start()
  const playback = new Playback({ decoders, onProgress: (event) => conductor.heard(event) })
  const amplifier = new AmplifierPower({
    clock,
    relay: board,
    onFailure: (cause) => log.warn({ cause: String(cause) }, 'the amplifier did not switch'),
  })
  const media: ReadyMedia = new ReadyMedia({
    media: cache,
    parse: readOggOpus,
    onChange: () => conductor.feedAnew(),
  })
  const memory = await ConductorMemory.open(files)
  memory.leaveOut(await recentlyRecorded(outbox))
  const evidence = new EvidenceWatch()
  const conductor: Conductor = new Conductor(
    {
      clock,
      amplifier,
      media,
      memory,
      evidence,
      player: new Player({
        playback,
        amplifier,
        media,
        now: () => clock.now(),
        volumeOf: (start) => conductor.volumeOf(start.sound),
      }),
      records: new RecordKeeper({
        clock,
        outbox,
        onFailure: (cause) => log.warn({ cause: String(cause) }, 'a playout record could not be stored yet'),
      }),
      warmUpMs: () => board.warmUpMs(),
      isClockTrusted: () => clockTrust.now() !== undefined,
      hasAudio: (sha256) => cache.has(sha256),
      onSounding: (sounding) => tellSounding(sounding),
      onRestart: parts.onRestart,
    },
    config(),
  )

  const link = new MqttLink({
    speaker,
    clock,
    chance,
    files,
    shelf,
    clockTrust,
    outbox,
    refusals,
    signatures,
    transport: parts.transport({
      urls: identity.enrolment.mqttUrls,
      clientId: clusterId,
      username: clusterId,
      password: identity.enrolment.mqttSecret,
      will: presenceWill(speaker, clock),
    }),
    onCommand: (command) => conductor.carryOut(command),
  })
  const startedMs = clock.monotonicMs()
  const tellHealth = () =>
    link.publishHealth(
      healthReport({
        clock,
        bootId: identity.bootId,
        startedMs,
        clockTrust,
        conductor,
        shelf,
        cache,
        outbox,
        refusals,
        board,
        output,
      }),
    )
  const tellSounding = (sounding: Sounding) => {
    const { soundId: occurrenceId, broadcastId } = sounding
    const at = clock.now()
    if (sounding.kind === 'ended') link.publishAck({ kind: 'soundEnded', occurrenceId, broadcastId, at })
    else {
      const { heardAt } = sounding
      const told = { kind: 'soundStarted', occurrenceId, broadcastId, heardAt, at } as const
      link.publishAck({ ...told, evidence: evidence.of(occurrenceId) })
    }
    // Arbitration is in the middle of its decision now; what it then knows is told.
    clock.after(0, tellHealth)
  }

  let fetchTimer: Cancellable | undefined
  const wantMedia = () => {
    const plan = shelf.get('plan')
    const held = plan && { plan: plan.body, revision: plan.revision, timeZone: config().timeZone }
    if (held) cache.want(mediaWanted(held, clock.now()))
    fetchTimer?.cancel()
    fetchTimer = clock.after(10 * MINUTE_MS, wantMedia)
  }
  let healthTimer: Cancellable | undefined
  const healthEveryMinute = () => {
    tellHealth()
    healthTimer = clock.after(HEALTH_MS, healthEveryMinute)
  }

  shelf.onTaken('plan', ({ body, revision }) => {
    conductor.planTaken(body, revision)
    wantMedia()
  })
  shelf.onTaken('config', ({ body }) => {
    conductor.configTaken(body)
    tellHealth()
  })
  cache.onHeld(() => conductor.feedAnew())
  clockTrust.onChange((state) => {
    log.info({ state }, 'clock')
    conductor.clockChanged()
    tellHealth()
  })
  board.onReadings((readings) => evidence.note(readings, clock.now()))

  await board.start()
  conductor.start()
  const plan = shelf.get('plan')
  if (plan) conductor.planTaken(plan.body, plan.revision)
  wantMedia()
  await output.start(playback)
  await link.start()
  healthEveryMinute()
  log.info({ clusterId, clock: clockTrust.state() }, 'the agent is at work')

  return {
    conductor,
    async stop() {
      fetchTimer?.cancel()
      healthTimer?.cancel()
      await output.stop()
      await conductor.stop()
      await amplifier.stop()
      await link.stop()
      await cache.stop()
      await clockTrust.stop()
      await board.stop()
      await decoders.stop()
    },
  }
}

/** What holds until the first config has come: nothing sounds without a plan, and a plan comes after a config. */
function configBefore(enrolment: EnrolmentAnswer): ClusterConfig {
  return {
    clusterId: enrolment.clusterId,
    name: enrolment.clusterId,
    areaPath: enrolment.areaPath,
    zones: [],
    timeZone: 'Asia/Ho_Chi_Minh',
    volume: { defaultPercent: 60, emergencyPercent: 100, hardCapPercent: 100, byTimeOfDay: [] },
    isSpecialArea: false,
    quietHours: { windows: [{ from: '21:00', until: '05:00' }] },
    cacheBytesMax: 2_000_000_000,
    httpUrls: enrolment.httpUrls,
    mqttUrls: enrolment.mqttUrls,
    mediaSecret: '',
  }
}

async function recentlyRecorded(outbox: Outbox): Promise<Set<string>> {
  const records = await outbox.read(Math.max(1, outbox.last() - RECENT_RECORDS + 1), RECENT_RECORDS)
  return new Set(records.map(({ bytes }) => occurrenceOf(bytes)))
}

/** Our own record, read back from our own disk: the payload is the second part of the JWS. */
function occurrenceOf(bytes: Uint8Array): string {
  const [, payload = ''] = Buffer.from(bytes).toString('latin1').split('.')
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')).occurrenceId
}
