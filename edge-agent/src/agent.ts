import {
  type Cancellable,
  type Chance,
  type Clock,
  type Emergency,
  ed25519Signer,
  type Files,
  LIVE_RETRY_MS_MAX,
  type MessageTransport,
  MINUTE_MS,
  NO_STEPS,
  type OpenDatagramSocket,
  type SignatureCheck,
  type Steps,
  type StreamAddress,
  type TransportOptions,
} from '@tieng-lang/protocol'
import { type AgentStores, openStores } from './agent-stores.ts'
import { type Teller, tellerOf } from './agent-teller.ts'
import { LocalButton } from './conductor/button/local-button.ts'
import type { Conductor } from './conductor/conductor.ts'
import { emergencyMediaWanted, emergencyParts } from './conductor/emergencies/emergency-parts.ts'
import { mediaWanted } from './conductor/plan/planned-sounds.ts'
import type { AudioInput, AudioOutput, Board } from './hardware/index.ts'
import type { MediaClient } from './link/media-client.ts'
import { MqttLink, type MqttLinkOptions } from './link/mqtt-link.ts'
import { presenceWill } from './link/presence.ts'
import type { AgentLog } from './observability/agent-log.ts'
import { buildSoundRoom, noteLostRecords, type SoundRoom } from './sound-room.ts'
import { DiskWatch } from './stores/disk-watch.ts'
import type { TakenEmergency } from './stores/emergencies/emergency-shelf.ts'
import type { EnrolledIdentity } from './stores/identity.ts'

export const AGENT_VERSION = '0.1.0'
const HEALTH_EVERY_MS = MINUTE_MS
/** What is needed when moves on with time; this often is soon enough for the order of fetching. */
const WANT_EVERY_MS = 10 * MINUTE_MS

/** Everything outside: the machine, the wires, and who this is. */
export interface AgentParts {
  clock: Clock
  chance: Chance
  files: Files
  identity: EnrolledIdentity
  signatures: SignatureCheck
  board: Board
  output: AudioOutput
  /** What the board's FM tuner is heard by; without it the cluster is as good as without a tuner. */
  tunerInput?: AudioInput | undefined
  transport: (options: TransportOptions) => MessageTransport
  media: (urls: () => readonly string[]) => MediaClient
  /** Where live sound comes in; without it none is heard. */
  datagrams?: OpenDatagramSocket
  /** In place of every sender of live sound: the only way out of this site. */
  streamVia?: StreamAddress | undefined
  isRtcHealthy: () => boolean
  log: AgentLog
  onRestart: () => void
  /** Nothing happens there unless someone says what. */
  steps?: Steps
}

export interface RunningAgent {
  conductor: Conductor
  stop(): Promise<void>
}

/** Builds one cluster's agent from its parts and starts it: the one place where everything meets. */
export async function startAgent(machine: AgentParts): Promise<RunningAgent> {
  const disk = new DiskWatch(machine.clock)
  const parts = { ...machine, files: disk.watched(machine.files) }
  const stores = await openStores(parts)
  const room = await buildSoundRoom(parts, stores, {
    onSounding: (sounding) => tell.sounding(sounding),
    onTimeWanted: () => link.askTime(),
  })
  const takeEmergency = ({ emergency, revision, traceId }: TakenEmergency) => {
    room.conductor.emergencyTaken(emergency, revision, { traceId })
    // The sound first: relay and frame are on their way before anything else is reckoned.
    parts.clock.after(0, wantMedia.now)
  }
  const link: MqttLink = linkOf(parts, stores, {
    onEmergency(taken) {
      takeEmergency(taken)
      const { emergency, revision, traceId } = taken
      const { emergencyId, edition, state, status } = emergency
      const facts = { emergencyId, edition, state, status, revision }
      parts.log.info({ ...(traceId !== undefined && { traceId }), ...facts }, 'an emergency is taken')
      tell.healthSoon()
    },
    onLive(taken) {
      room.conductor.liveTaken(taken)
      const { session, revision, traceId, isNews } = taken
      const { sessionId, state, priority } = session
      const facts = { sessionId, state, priority, revision }
      if (isNews)
        parts.log.info({ ...(traceId !== undefined && { traceId }), ...facts }, 'a live session is taken')
    },
    onCommand: async (command) => {
      await room.conductor.carryOut(command)
      tell.healthSoon()
    },
    onListening: () => {
      stores.cache.noteReconnected()
      tell.health()
    },
  })
  const tell = tellerOf(parts, { stores, room, link, disk })
  const wantMedia = everySoOften(parts.clock, WANT_EVERY_MS, () => {
    stores.emergencies.prune()
    wantMediaOf(parts, stores, room)
  })
  const tellHealth = everySoOften(parts.clock, HEALTH_EVERY_MS, tell.health)
  connect(parts, { stores, room }, { tell, wantMedia: wantMedia.now })
  disk.onChange(tell.healthSoon)

  const button = buttonOf(parts, { stores, room, link }, (emergency) => {
    room.conductor.emergencyTaken(emergency, 1, { isLocal: true })
    parts.log.warn({ emergencyId: emergency.emergencyId }, 'the local button was pressed')
    tell.healthSoon()
  })
  await parts.board.start()
  await room.conductor.start()
  const plan = stores.shelf.get('plan')
  if (plan) room.conductor.planTaken(plan)
  for (const taken of stores.emergencies.list()) takeEmergency(taken)
  wantMedia.now()
  await parts.output.start(room.playback)
  button.start()
  await link.start()
  tellHealth.now()
  const { clusterId } = parts.identity.enrolment
  parts.log.info({ clusterId, clock: stores.clockTrust.state() }, 'the agent is at work')

  return {
    conductor: room.conductor,
    async stop() {
      wantMedia.stop()
      tellHealth.stop()
      tell.stop()
      const { conductor, amplifier, media, decoders } = room
      const { cache, clockTrust, emergencies } = stores
      await stopEach([
        parts.output,
        conductor,
        amplifier,
        media,
        link,
        emergencies,
        cache,
        clockTrust,
        parts.board,
        decoders,
      ])
    },
  }
}

/** One after another, each whatever the others say: a full disk must not leave the amplifier on. */
async function stopEach(parts: readonly { stop(): unknown }[]): Promise<void> {
  const failures: unknown[] = []
  for (const part of parts) {
    try {
      await part.stop()
    } catch (cause) {
      failures.push(cause)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'not everything stopped cleanly')
}

/** What happens in one part and concerns another. */
function connect(
  { board, clock, identity, log, steps = NO_STEPS }: AgentParts,
  { stores, room }: { stores: AgentStores; room: SoundRoom },
  { tell, wantMedia }: { tell: Teller; wantMedia: () => void },
): void {
  const { conductor, evidence } = room
  stores.shelf.onTaken('plan', (plan) => {
    const { revision, traceId } = plan
    log.info({ ...(traceId !== undefined && { traceId }), revision }, 'a plan is taken')
    conductor.planTaken(plan)
    wantMedia()
    tell.healthSoon()
  })
  stores.shelf.onTaken('config', ({ body }) => {
    conductor.configTaken(body)
    wantMedia()
    tell.health()
  })
  stores.shelf.onTaken('receipts', ({ body }) => {
    stores.outbox.noteStoredThrough(body.storedThrough)
    steps.reached('receiptTaken')
  })
  stores.outbox.onLost((count) => {
    noteLostRecords(stores.refusals, identity.enrolment.clusterId, count)
    tell.healthSoon()
  })
  stores.cache.onHeld(() => {
    steps.reached('mediaStored')
    conductor.feedAnew()
    tell.healthSoon()
  })
  stores.clockTrust.onChange((state) => {
    log.info({ state }, 'clock')
    conductor.clockChanged()
    tell.health()
  })
  board.onReadings((readings) => evidence.note(readings, clock.now()))
}

function linkOf(
  parts: AgentParts,
  stores: AgentStores,
  handlers: Pick<MqttLinkOptions, 'onCommand' | 'onEmergency' | 'onLive' | 'onListening'>,
): MqttLink {
  const { clock, chance, files, identity, signatures, steps = NO_STEPS } = parts
  const { clusterId, mqttUrls, mqttSecret } = identity.enrolment
  const { shelf, emergencies, sessions, clockTrust, outbox, refusals } = stores
  const speaker = { clusterId, bootId: identity.bootId, agentVersion: AGENT_VERSION }
  const transport = parts.transport({
    // The newest addresses first; those of the enrolment stay as a way back from a wrong one.
    urls: [...new Set([...stores.config().mqttUrls, ...mqttUrls])],
    clientId: clusterId,
    username: clusterId,
    password: mqttSecret,
    will: presenceWill(speaker, clock),
    retryMsMax: () => (sessions.isAnyOnAir() ? LIVE_RETRY_MS_MAX : Number.POSITIVE_INFINITY),
  })
  return new MqttLink({
    ...{ speaker, transport, clock, chance, files, shelf, emergencies, sessions, clockTrust, outbox },
    ...{ refusals, signatures },
    log: parts.log,
    steps,
    ...handlers,
  })
}

function buttonOf(
  { clock, chance, board, identity }: AgentParts,
  { stores, room, link }: { stores: AgentStores; room: SoundRoom; link: MqttLink },
  onWarning: (emergency: Emergency) => void,
): LocalButton {
  const { clusterId } = identity.enrolment
  return new LocalButton({
    ...{ clock, chance, board, clusterId, bootId: identity.bootId, config: stores.config, onWarning },
    memory: stores.button,
    signer: ed25519Signer(identity.keyPair),
    output: () => room.conductor.output(),
    awayMs: () => stores.clockTrust.awayMs(),
    send: ({ sealed, at }, onSent) => link.publishAck({ kind: 'buttonRequest', sealed, at }, onSent),
  })
}

/** What emergencies need first, then what the plan needs. */
function wantMediaOf(
  { clock }: AgentParts,
  { shelf, cache, config }: AgentStores,
  { conductor }: SoundRoom,
): void {
  const urgent = emergencyMediaWanted(emergencyParts(config(), conductor.emergencies()))
  const plan = shelf.get('plan')
  const { timeZone } = config()
  const planned = plan
    ? mediaWanted(
        { plan: plan.body, revision: plan.revision, validUntil: plan.validUntil, timeZone },
        clock.now(),
      )
    : []
  cache.want([...urgent, ...planned])
}

/** Runs at `now()` and then every `everyMs`, until `stop()`. */
function everySoOften(clock: Clock, everyMs: number, run: () => void) {
  let timer: Cancellable | undefined
  const now = () => {
    timer?.cancel()
    timer = clock.after(everyMs, now)
    run()
  }
  return { now, stop: () => timer?.cancel() }
}
