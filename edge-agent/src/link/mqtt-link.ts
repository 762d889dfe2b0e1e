import {
  type Ack,
  type Chance,
  type Clock,
  type Command,
  clusterSubscriptions,
  type Files,
  type Health,
  type MessageTransport,
  matchTopic,
  SECOND_MS,
  type SignatureCheck,
  type Steps,
  TOPICS,
  type TransportMessage,
  topicOf,
} from '@tieng-lang/protocol'
import type { AgentLog } from '../observability/agent-log.ts'
import type { ClockTrust } from '../stores/clock-trust.ts'
import { CommandIds } from '../stores/command-ids.ts'
import { type DocumentShelf, isShelfType, type ShelfType } from '../stores/document-shelf.ts'
import type { EmergencyShelf, TakenEmergency } from '../stores/emergencies/emergency-shelf.ts'
import type { LiveShelf, TakenSession } from '../stores/live/live-shelf.ts'
import type { Outbox } from '../stores/outbox/outbox.ts'
import type { Refusal, RefusalLedger } from '../stores/refusal-ledger.ts'
import { AreaGate } from './gates/area-gate.ts'
import { CommandGate, claimedId } from './gates/command-gate.ts'
import { DocumentGate } from './gates/document-gate.ts'
import { presenceBytes, type Speaker } from './presence.ts'
import { Subscriptions } from './subscriptions.ts'
import { TimeAsker } from './time-asker.ts'
import { LatestOnly } from './upward/latest-only.ts'
import { PlayoutSender } from './upward/playout-sender.ts'
import { UpwardQueue } from './upward/upward-queue.ts'

export interface MqttLinkOptions {
  speaker: Speaker
  transport: MessageTransport
  clock: Clock
  chance: Chance
  /** Remembers command ids over a restart. */
  files: Files
  shelf: DocumentShelf
  clockTrust: ClockTrust
  outbox: Outbox
  refusals: RefusalLedger
  signatures: SignatureCheck
  /**
   * Carries out a command (all but `time` and `challenge`). Resolves when it is done; rejects with a `CodedError` of a
   * `RefusalCode` where it cannot be. Commands come one after another in order of arrival; a `stop` does not wait.
   */
  onCommand: (command: Command) => Promise<void>
  emergencies: EmergencyShelf
  /** A revision of an emergency is in force; what it asks for is done when this returns. */
  onEmergency: (taken: TakenEmergency) => void
  sessions: LiveShelf
  /** A revision of a live session is in force, renewals as well. */
  onLive: (taken: TakenSession) => void
  /** Without it nothing is written. */
  log?: AgentLog
  /** Called when a new connection listens: what was said on the last one may be lost. */
  onListening?: () => void
  steps?: Steps
}

const ACKS_MAX = 500
const GOODBYE_MS_MAX = SECOND_MS

/** The cluster's one connection to the server: everything that comes down is checked here, everything up leaves here. */
export class MqttLink {
  readonly #options: MqttLinkOptions
  readonly #ids: CommandIds
  readonly #commands: CommandGate
  readonly #documents: DocumentGate
  readonly #emergencies: AreaGate<{ areaId: string; emergencyId: string }, TakenEmergency>
  readonly #live: AreaGate<{ areaId: string; sessionId: string }, TakenSession>
  readonly #acks: UpwardQueue
  readonly #health: LatestOnly
  readonly #playouts: PlayoutSender
  readonly #subscriptions: Subscriptions
  readonly #timeAsker: TimeAsker
  #isConnected = false
  /** The revision of the config that was acknowledged last in this life. */
  #configTold: number | undefined

  constructor(options: MqttLinkOptions) {
    this.#options = options
    const { clock, files, shelf } = options
    this.#ids = new CommandIds(files, clock)
    this.#acks = new UpwardQueue({
      clock,
      messagesMax: ACKS_MAX,
      publish: (acks) => this.#publish('acks', acks),
    })
    this.#health = new LatestOnly((health) => this.#publish('health', health))
    this.#playouts = new PlayoutSender({
      ...options,
      publish: (record) => this.#publish('playouts', record),
    })
    this.#commands = new CommandGate({
      ...options,
      clusterId: options.speaker.clusterId,
      ids: this.#ids,
      onDone: (id) => this.publishAck({ kind: 'command', id, at: clock.now() }),
      onChallenge: (nonce) => this.publishAck({ kind: 'challengeEcho', nonce, at: clock.now() }),
      onRefused: (refusal) => options.refusals.note({ ...refusal, topic: this.#topic('commands') }),
    })
    this.#documents = new DocumentGate({
      shelf,
      onTaken: (type, taken) => this.#onDocumentTaken(type, taken),
      onRefused: (type, refusal) => options.refusals.note({ ...refusal, topic: this.#topic(type) }),
      onLost: () => this.#subscriptions.askAgainLater(),
    })
    const { emergencies, sessions, onEmergency, onLive } = options
    const onRefused = (topic: string, refusal: Omit<Refusal, 'topic'>) =>
      options.refusals.note({ ...refusal, topic })
    this.#emergencies = new AreaGate({
      ...{ shelf, onRefused, onInForce: onEmergency },
      offer: (place, bytes) => emergencies.offer(place, bytes),
      onTaken: (taken) => this.#tellTaken('emergency', taken),
    })
    this.#live = new AreaGate({
      ...{ shelf, onRefused, onInForce: onLive },
      offer: (place, bytes) => sessions.offer(place, bytes),
      onTaken: (taken) => taken.isNews && this.#tellTaken('live', taken),
    })
    this.#subscriptions = new Subscriptions({
      ...options,
      filters: () => clusterSubscriptions(options.speaker.clusterId, shelf.keyring().areaPath),
      onListening: () => this.#onListening(),
    })
    this.#timeAsker = new TimeAsker({
      ...options,
      publish: (presence) => this.#publish('presence', presence),
    })
  }

  /** Connects and stays connected until `stop`. Clock trust, shelf and outbox must have been started before. */
  async start(): Promise<void> {
    const { refusals, transport } = this.#options
    await this.#ids.start()
    refusals.reportTo((refusal) => this.#reportRefusal(refusal))
    this.#timeAsker.start()
    this.#playouts.start()
    transport.start({
      onConnected: () => {
        this.#isConnected = true
        void this.#subscriptions.open()
      },
      onDisconnected: () => this.#onDisconnected(),
      onMessage: (message) => this.#onMessage(message),
    })
  }

  /** Says goodbye, with what still waits to be said, and disconnects; takes at most about a second. */
  async stop(): Promise<void> {
    const { clock, speaker, transport } = this.#options
    if (this.#isConnected) {
      const goodbye = presenceBytes(speaker, { isConnected: false, at: clock.now() })
      const said = this.#acks.idle().then(() => this.#publish('presence', goodbye))
      await within(clock, GOODBYE_MS_MAX, said)
    }
    this.#onDisconnected()
    await transport.stop()
  }

  isConnected(): boolean {
    return this.#isConnected
  }

  /** Asks for the server's time at once, where there is a connection. */
  askTime(): void {
    this.#timeAsker.ask()
  }

  /** Queued while there is no connection; beyond 500 the oldest is dropped and counted. `onAcknowledged`: the broker has it. */
  publishAck(ack: Ack, onAcknowledged?: () => void): void {
    this.#acks.push(bytesOf(ack), onAcknowledged)
  }

  droppedAcks(): number {
    return this.#acks.droppedCount()
  }

  /** The latest wins while there is no connection. Larger than its topic allows is a broken invariant and throws. */
  publishHealth(health: Health): void {
    const payload = Buffer.from(JSON.stringify(health))
    if (payload.length > TOPICS.health.bytesMax) throw new Error(`health of ${payload.length} bytes`)
    this.#health.set(payload)
  }

  /** Subscribed, and only then present: the server's answer to the nonce must find us listening. */
  #onListening(): void {
    this.#tellConfigHeld()
    for (const part of [this.#acks, this.#health, this.#playouts, this.#timeAsker]) part.open()
    this.#options.onListening?.()
  }

  /** An earlier life may have ended between taking a config and saying so; the server waits for it after a move. */
  #tellConfigHeld(): void {
    const held = this.#options.shelf.get('config')
    if (!held || this.#configTold !== undefined) return
    const { documentId, revision } = held
    this.#configTold = revision
    this.publishAck({ kind: 'document', type: 'config', documentId, revision, at: this.#options.clock.now() })
  }

  #onDisconnected(): void {
    this.#isConnected = false
    this.#subscriptions.close()
    for (const part of [this.#acks, this.#health, this.#playouts, this.#timeAsker]) part.close()
  }

  /** Match, then by kind. Nothing that comes in here may throw. */
  #onMessage({ topic, payload }: TransportMessage): void {
    if (payload.length === 0) return
    const match = matchTopic(topic)
    const name = match?.name
    if (match === undefined || name === undefined) this.#refuse('unknownType', topic, payload)
    else if (name === 'emergencies') {
      const { areaId = '', emergencyId = '' } = match.parameters
      this.#emergencies.take({ topic, place: { areaId, emergencyId }, bytes: payload })
    } else if (name === 'live') {
      const { areaId = '', sessionId = '' } = match.parameters
      this.#live.take({ topic, place: { areaId, sessionId }, bytes: payload })
    } else if (topic !== this.#topic(name)) this.#refuse('wrongAudience', topic, payload)
    else if (name === 'commands') this.#commands.take(payload)
    else if (isShelfType(name)) this.#documents.take(name, payload)
    else this.#refuse('wrongAudience', topic, payload)
  }

  #tellTaken(type: 'emergency' | 'live', { documentId, revision }: TakenEmergency | TakenSession): void {
    this.publishAck({ kind: 'document', type, documentId, revision, at: this.#options.clock.now() })
  }

  async #onDocumentTaken(type: ShelfType, taken: { documentId: string; revision: number }): Promise<void> {
    const ack = { kind: 'document' as const, type, ...taken, at: this.#options.clock.now() }
    if (type === 'config') await this.#acknowledgeConfig(ack)
    else this.publishAck(ack)
  }

  /** The server counts this cluster in the areas it leaves until it has the acknowledgement: until then it hears both. */
  async #acknowledgeConfig(ack: Extract<Ack, { kind: 'document' }>): Promise<void> {
    this.#configTold = ack.revision
    await this.#subscriptions.follow()
    this.#acks.push(bytesOf(ack), () => {
      if (this.#configTold === ack.revision) void this.#subscriptions.leave()
    })
  }

  #refuse(code: Refusal['code'], topic: string, payload: Uint8Array): void {
    this.#options.refusals.note({ code, topic, ...claimedId(payload) })
  }

  #reportRefusal({ code, topic, regarding, detail }: Refusal): void {
    this.publishAck({
      kind: 'refusal',
      code,
      topic: topic.slice(0, 300),
      ...(regarding === undefined ? {} : { regarding: regarding.slice(0, 120) }),
      ...(detail === undefined ? {} : { detail: detail.slice(0, 300) }),
      at: this.#options.clock.now(),
    })
  }

  #publish(name: 'acks' | 'health' | 'playouts' | 'presence', payload: Uint8Array): Promise<void> {
    return this.#options.transport.publish(this.#topic(name), payload, {
      isRetained: TOPICS[name].isRetained,
    })
  }

  #topic(name: keyof typeof TOPICS): string {
    return topicOf(name, { clusterId: this.#options.speaker.clusterId })
  }
}

const bytesOf = (ack: Ack): Uint8Array => Buffer.from(JSON.stringify(ack))

/** Waits for `act`, whatever becomes of it, but not longer than `ms`. */
function within(clock: Clock, ms: number, act: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = clock.after(ms, resolve)
    const end = () => {
      timer.cancel()
      resolve()
    }
    act.then(end, end)
  })
}
