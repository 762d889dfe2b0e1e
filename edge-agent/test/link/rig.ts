import {
  type Ack,
  type CodedError,
  type Command,
  type CommandBody,
  createKeyPair,
  ed25519Check,
  ed25519Signer,
  type MessageTransport,
  type Presence,
  topicOf,
} from '@tieng-lang/protocol'
import { MqttLink } from '../../src/link/mqtt-link.ts'
import { presenceWill } from '../../src/link/presence.ts'
import { ClockTrust } from '../../src/stores/clock-trust.ts'
import { DocumentShelf } from '../../src/stores/document-shelf.ts'
import { EmergencyShelf, type TakenEmergency } from '../../src/stores/emergencies/emergency-shelf.ts'
import { LiveShelf, type TakenSession } from '../../src/stores/live/live-shelf.ts'
import { Outbox } from '../../src/stores/outbox/outbox.ts'
import { RefusalLedger } from '../../src/stores/refusal-ledger.ts'
import { AREA_PATH, CLUSTER, root, START_AT, sealed, sealedCommand } from '../sealing.ts'
import {
  MemoryBroker,
  MemoryDisk,
  MemoryLink,
  memoryTransport,
  SeededChance,
  VirtualClock,
  type VirtualClockView,
} from '../virtual.ts'

const device = createKeyPair()
const topic = (name: 'keys' | 'config' | 'plan' | 'receipts' | 'commands') =>
  topicOf(name, { clusterId: CLUSTER })

/** One life of an agent's link: its parts, and what its commands did. */
export interface Life {
  link: MqttLink
  shelf: DocumentShelf
  emergencies: EmergencyShelf
  clockTrust: ClockTrust
  outbox: Outbox
  refusals: RefusalLedger
  done: CommandBody[]
  /** Emergencies that came into force. */
  taken: TakenEmergency[]
  /** Revisions of live sessions that came into force. */
  sessions: TakenSession[]
  stop(): Promise<void>
}

/** A broker, a server that seals and listens, and a cluster with a disk of its own, all in virtual time. */
export class Rig {
  readonly clock = new VirtualClock(START_AT)
  readonly wall: VirtualClockView = this.clock.view()
  readonly broker = new MemoryBroker(this.clock)
  readonly disk: MemoryDisk
  readonly network = new MemoryLink({ clock: this.clock, latencyMs: () => 20 })
  readonly acks: Ack[] = []
  readonly presences: Presence[] = []
  readonly playouts: Uint8Array[] = []
  /** What the next commands are answered with. */
  failWith: CodedError | undefined
  /** How long the server takes to answer a time nonce; undefined: it does not. */
  timeAnswerMs: number | undefined = 10
  #commands = 0
  #server: MessageTransport | undefined

  constructor(diskOptions: { writeMs?: number } = {}) {
    const chance = new SeededChance('disk')
    this.disk = new MemoryDisk({ clock: this.clock, chance, capacityBytes: 50_000_000, ...diskOptions })
  }

  /** The server's side: publishes what is given, answers time, gathers what comes up. */
  async startServer(): Promise<void> {
    this.broker.allow({ username: 'server', password: 's', role: 'server' })
    this.broker.allow({ username: CLUSTER, password: 'c', role: 'cluster' })
    const link = new MemoryLink({ clock: this.clock })
    const parts = { broker: this.broker, link, chance: new SeededChance('server') }
    const server = memoryTransport({ clientId: 'server', username: 'server', password: 's' }, parts)
    this.#server = server
    server.start({
      onConnected: () =>
        void server.subscribe(['acks', 'presence', 'playouts'].map((name) => `tl/v1/clusters/+/${name}`)),
      onDisconnected: () => {},
      onMessage: ({ topic, payload }) => this.#onUp(topic, payload),
    })
    await this.clock.advance(1_000)
  }

  /** Publishes the four documents as they are at revision 1. */
  async publishAll(): Promise<void> {
    for (const type of ['keys', 'config', 'plan', 'receipts'] as const) await this.publish(type, sealed(type))
  }

  async publish(
    name: 'keys' | 'config' | 'plan' | 'receipts' | 'commands',
    bytes: Uint8Array,
  ): Promise<void> {
    await this.publishRaw(topic(name), bytes, name !== 'commands')
  }

  async publishRaw(topic: string, bytes: Uint8Array, isRetained = false): Promise<void> {
    void this.#server?.publish(topic, bytes, { isRetained })
    await this.clock.advance(500)
  }

  /** A command sealed now, under a fresh id unless one is given. */
  async command(body: CommandBody, id = `k-${++this.#commands}`): Promise<Uint8Array> {
    const bytes = sealedCommand(body, { id, sealedAt: this.clock.now() })
    await this.publish('commands', bytes)
    return bytes
  }

  /** Starts an agent's link on what the disk holds. */
  async startLife(bootId = 'boot-1'): Promise<Life> {
    const { wall: clock } = this
    const files = this.disk.open()
    const chance = new SeededChance(bootId)
    const signatures = ed25519Check()
    const refusals = new RefusalLedger(clock)
    const clockTrust = new ClockTrust({ clock, files, isRtcHealthy: () => true })
    const now = () => clockTrust.now()
    const shelf = new DocumentShelf({
      files,
      root,
      clusterId: CLUSTER,
      areaPath: AREA_PATH,
      signatures,
      now,
      refusals,
    })
    const emergencies = new EmergencyShelf({
      ...{ files, clock, clusterId: CLUSTER, signatures, now, refusals },
      keyring: () => shelf.keyring(),
    })
    const liveShelf = new LiveShelf({
      ...{ clusterId: CLUSTER, signatures, now },
      keyring: () => shelf.keyring(),
    })
    const outbox = new Outbox({
      files,
      clock,
      signer: ed25519Signer(device),
      clusterId: CLUSTER,
      bootId,
      now,
    })
    shelf.onTaken('receipts', ({ body }) => outbox.noteStoredThrough(body.storedThrough))
    const speaker = { clusterId: CLUSTER, bootId, agentVersion: '1' }
    const transport = memoryTransport(
      { clientId: CLUSTER, username: CLUSTER, password: 'c', will: presenceWill(speaker, clock) },
      { broker: this.broker, link: this.network, chance },
    )
    const done: CommandBody[] = []
    const taken: TakenEmergency[] = []
    const sessions: TakenSession[] = []
    const onCommand = async ({ body }: Command) => {
      if (this.failWith) throw this.failWith
      done.push(body)
    }
    const parts = {
      speaker,
      transport,
      clock,
      chance,
      files,
      shelf,
      emergencies,
      sessions: liveShelf,
      clockTrust,
      outbox,
      refusals,
      signatures,
    }
    const link = new MqttLink({
      ...{ ...parts, onCommand },
      onEmergency: (one) => taken.push(one),
      onLive: (one) => sessions.push(one),
    })
    const starting = (async () => {
      await clockTrust.start()
      await shelf.start()
      await emergencies.start()
      await outbox.start()
      await link.start()
    })()
    await this.clock.advance(3_000)
    await starting
    const stop = async () => {
      const stopping = Promise.all([link.stop(), clockTrust.stop()])
      await this.clock.advance(3_000)
      await stopping
    }
    return { link, shelf, emergencies, clockTrust, outbox, refusals, done, taken, sessions, stop }
  }

  refusalAcks(): Extract<Ack, { kind: 'refusal' }>[] {
    return this.acks.filter((ack) => ack.kind === 'refusal')
  }

  #onUp(topic: string, payload: Uint8Array): void {
    if (topic.endsWith('/playouts')) this.playouts.push(payload)
    if (topic.endsWith('/acks')) this.acks.push(JSON.parse(Buffer.from(payload).toString()))
    if (!topic.endsWith('/presence')) return
    const presence: Presence = JSON.parse(Buffer.from(payload).toString())
    this.presences.push(presence)
    if (presence.timeNonce === undefined || this.timeAnswerMs === undefined) return
    const nonce = presence.timeNonce
    this.clock.after(this.timeAnswerMs, () => {
      void this.command({ name: 'time', nonce, serverAt: this.clock.now() }).catch(() => undefined)
    })
  }
}
