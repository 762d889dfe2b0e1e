import {
  type Cancellable,
  DAY_MS,
  EMERGENCY_EVENTS,
  HOUR_MS,
  type Media,
  NO_STEPS,
  type OpenDatagramSocket,
} from '@tieng-lang/protocol'
import {
  type MemoryBroker,
  type MemoryDatagrams,
  MemoryLink,
  type MemoryMedia,
  memoryTransport,
  type SeededChance,
  silentBulletin,
  type VirtualClock,
  type VirtualClockView,
} from '../../../hardware-sim/src/virtual/index.ts'
import { Passwords } from '../../../server/src/access/sign-in/passwords.ts'
import { SignInLimit } from '../../../server/src/access/sign-in/sign-in-limit.ts'
import { BackupDesk } from '../../../server/src/backup/backup-desk.ts'
import { IntakeDesk } from '../../../server/src/broadcasting/bulletins/intake/intake-desk.ts'
import { SpeechDesk } from '../../../server/src/broadcasting/bulletins/intake/speech-desk.ts'
import { ClusterBoard } from '../../../server/src/broadcasting/cluster-board/cluster-board.ts'
import { CommandDesk } from '../../../server/src/broadcasting/commands/command-desk.ts'
import { StopKeeper } from '../../../server/src/broadcasting/commands/stop-keeper.ts'
import { deliverAllConfigs, deliverKeys } from '../../../server/src/broadcasting/delivery/cluster-config.ts'
import { deliverAllPlans } from '../../../server/src/broadcasting/delivery/plan-delivery.ts'
import { EmergencyDesk } from '../../../server/src/broadcasting/emergencies/following/emergency-desk.ts'
import { enrol, issueEnrolmentCode } from '../../../server/src/broadcasting/enrolment.ts'
import { keepHouse } from '../../../server/src/broadcasting/housekeeping/keep-house.ts'
import { LiveDesk } from '../../../server/src/broadcasting/live/following/live-desk.ts'
import { PlayoutLog } from '../../../server/src/broadcasting/playouts/playout-log.ts'
import { deliverAllReceipts } from '../../../server/src/broadcasting/playouts/receipts.ts'
import { RelayDesk } from '../../../server/src/broadcasting/relays/relay-desk.ts'
import type { Services } from '../../../server/src/broadcasting/services.ts'
import { Updates } from '../../../server/src/broadcasting/updates.ts'
import { connectInbound } from '../../../server/src/composition/inbound.ts'
import { loadConfig } from '../../../server/src/config.ts'
import { MediaStore } from '../../../server/src/media/media-store.ts'
import { EspeakEngine } from '../../../server/src/media/speech/espeak-engine.ts'
import { BrokerLink } from '../../../server/src/messaging/broker-link.ts'
import { ReportBuffer } from '../../../server/src/messaging/report-buffer.ts'
import { type ServerBroker, serverRetryMsMax } from '../../../server/src/messaging/server-broker.ts'
import { insertBulletin, type NewBulletinRow } from '../../../server/src/storage/bulletins/bulletins.ts'
import { replaceKitSound } from '../../../server/src/storage/emergencies/emergency-kit.ts'
import { listRefusals, type RefusalCount } from '../../../server/src/storage/reports/refusal-counters.ts'
import { areaTree } from '../../../server/src/storage/tree/area-tree.ts'
import { listClusters } from '../../../server/src/storage/tree/clusters.ts'
import { Sender } from '../../../server/src/streaming/sender/sender.ts'
import { LOCAL } from '../../../server/test/tree.ts'
import { LifeIsOver, type ServerMachine, serverMachine } from './server-machine.ts'
import { virtualStation } from './virtual-station.ts'

export interface VirtualServerParts {
  clock: VirtualClock
  chance: SeededChance
  broker: MemoryBroker
  media: MemoryMedia
  /** The way of live sound; where it is absent nothing that is sent arrives, and no station is relayed. */
  datagrams?: MemoryDatagrams
  /** Of an earlier life; a new one where absent. */
  machine?: ServerMachine
  /** Whether the broker is another program, which may hold documents of an earlier life. */
  hasBrokerApart?: boolean
  /** Settings of its configuration. */
  settings?: Record<string, unknown>
  /** Changes the services of this life before it starts, e.g. to plant a mistake. */
  spoil?: (services: Services) => void
}

const LINK_MS = 1
const TROUBLES_MAX = 100
/** Where live sound comes from, in every life. */
const SENDER = { host: '10.0.0.1', port: 5_004 }

/**
 * One life of the server: its own use cases, database and messaging on virtual time; what `app.ts` puts together,
 * without HTTP, the broker's worker and the disk. Documents and commands are signed with the keyed hash.
 */
export class VirtualServer {
  readonly services: Services
  readonly machine: ServerMachine
  readonly #parts: VirtualServerParts
  readonly #clock: VirtualClockView
  readonly #network: MemoryLink
  readonly #playoutLog: PlayoutLog
  readonly #sender: Sender
  readonly #relays: RelayDesk | undefined
  readonly troubles: unknown[] = []
  #housekeeping: Cancellable | undefined
  #isOver = false

  constructor(parts: VirtualServerParts) {
    const { clock, chance } = parts
    this.#parts = parts
    this.machine = parts.machine ?? serverMachine(chance, clock.now())
    this.#clock = clock.view()
    this.#network = new MemoryLink({ clock, latencyMs: () => LINK_MS })
    this.#sender = senderOf(parts, this.#clock)
    this.services = servicesOf(parts, {
      machine: this.machine,
      clock: this.#clock,
      stream: this.#sender,
      network: this.#network,
      onTrouble: (cause) => this.#trouble(cause),
    })
    parts.spoil?.(this.services)
    this.#playoutLog = new PlayoutLog(this.services)
    if (parts.datagrams)
      this.#relays = new RelayDesk(
        this.services,
        virtualStation({ clock: this.#clock, chance: chance.fork('stations') }),
      )
  }

  /** As `app.ts`: inbound first, then every current document, then the connection. Needs time to pass. */
  async start(): Promise<void> {
    const { services } = this
    for (const { clusterId, device } of listClusters(services.database))
      if (device)
        await services.broker.allow([
          { username: clusterId, secretSha256: device.mqttSecretSha256, role: 'cluster' },
        ])
    connectInbound(services, this.#playoutLog)
    await services.board.start()
    services.emergencies.start()
    if (this.#parts.datagrams) await this.#sender.start()
    services.live.start()
    deliverKeys(services)
    await deliverAllConfigs(services)
    await deliverAllPlans(services).catch((cause) => this.#trouble(cause))
    await deliverAllReceipts(services)
    await services.link.start()
    this.#relays?.start()
    this.#keepHouse()
  }

  /** `kill -9`: none of its timers runs again, its connection breaks, and its database is closed to it. */
  kill(): void {
    this.#isOver = true
    this.#clock.halt()
    this.#network.reset()
    this.machine.openDatabase()
  }

  /** Whether it was killed: nothing can be asked of it any more. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** The agent's enrolment call, without the wire between. */
  readonly postJson = async (_url: URL, body: unknown) => ({
    status: 200,
    // The agent's own request; the route would have checked its shape.
    body: await enrol(this.services, body as Parameters<typeof enrol>[1]),
  })

  issueCode(clusterId: string): string {
    return issueEnrolmentCode(this.services, { clusterId, validMs: DAY_MS }, LOCAL).code
  }

  /** Audio of that length with nothing in it, approved where nothing else is said. */
  addBulletin(
    bulletinId: string,
    durationMs: number,
    row: Partial<Pick<NewBulletinRow, 'state' | 'producedBy' | 'producedById' | 'approvedBy'>> = {},
  ): Media {
    const bytes = silentBulletin(durationMs, bulletinId)
    const media = { sha256: this.#parts.media.add(bytes), sizeBytes: bytes.length, durationMs }
    insertBulletin(this.services.database, {
      bulletinId,
      areaId: areaTree(this.services.database).childrenOf(null)[0]?.areaId ?? '',
      title: bulletinId,
      language: 'vi',
      media,
      loudness: {
        inputLufs: -16,
        inputTruePeakDbtp: -3,
        gainDb: 0,
        storedLufs: -16,
        storedTruePeakDbtp: -3,
        isGainLowered: false,
      },
      state: 'approved',
      producedBy: 'one',
      approvedBy: 'other',
      createdAt: this.services.clock.now(),
      ...row,
    })
    return media
  }

  /** The sounds for emergencies, with nothing in them: a signal and a message, the same for every event. */
  addEmergencyKit(): void {
    const { database, clock } = this.services
    const partOf = (name: string, durationMs: number) => {
      const bytes = silentBulletin(durationMs, name)
      return { sha256: this.#parts.media.add(bytes), sizeBytes: bytes.length, durationMs }
    }
    const common = { language: null, recipe: 'silent', madeAt: clock.now() }
    for (const event of EMERGENCY_EVENTS) {
      replaceKitSound(database, { ...common, role: 'signal', event, ...partOf('signal', 8_000) })
      const message = partOf('message', 22_000)
      replaceKitSound(database, { ...common, role: 'message', event, ...message, language: 'vi' })
    }
    replaceKitSound(database, { ...common, role: 'signal', event: null, ...partOf('soft signal', 4_000) })
    for (const role of ['exerciseBegin', 'exerciseEnd', 'allClear', 'correction'] as const) {
      const words = partOf(role, 5_000)
      replaceKitSound(database, { ...common, role, event: null, ...words, language: 'vi' })
    }
  }

  /** Everything that anyone refused, counted by code. */
  refusals(): RefusalCount[] {
    return listRefusals(this.services.database)
  }

  /** Writes what waits; its connection ends with the test. */
  stop(): void {
    this.#housekeeping?.cancel()
    this.services.board.stop()
    this.services.emergencies.stop()
    void this.#relays?.stop()
    this.services.live.stop()
    void this.#sender.stop()
    this.#playoutLog.stop()
    this.services.reports.stop()
  }

  #trouble(cause: unknown): void {
    if (cause instanceof LifeIsOver) return
    this.troubles.push(cause)
    if (this.troubles.length > TROUBLES_MAX) this.troubles.shift()
  }

  #keepHouse(): void {
    this.#housekeeping = this.services.clock.after(HOUR_MS, () => {
      keepHouse(this.services).catch((cause) => this.#trouble(cause))
      this.#keepHouse()
    })
  }
}

interface LifeParts {
  machine: ServerMachine
  clock: VirtualClockView
  network: MemoryLink
  stream: Sender
  onTrouble: (cause: unknown) => void
}

/** The sender that ships, on a wire in memory. */
function senderOf({ chance, datagrams }: VirtualServerParts, clock: VirtualClockView): Sender {
  const nowhere: OpenDatagramSocket = async ({ port }) => ({ port, send: () => {}, close: async () => {} })
  const openSocket = datagrams?.inTheOpen(clock) ?? nowhere
  return new Sender({ clock, chance: chance.fork('sender'), openSocket, ...SENDER })
}

function servicesOf(
  parts: VirtualServerParts,
  { machine, clock, network, stream, onTrouble }: LifeParts,
): Services {
  const { chance, broker, hasBrokerApart = false, settings = {} } = parts
  const { keys } = machine
  const config = loadConfig({ environment: {}, overrides: { dataDir: '/nowhere', ...settings } })
  const database = machine.openDatabase()
  const serverBroker = virtualBroker(broker, machine.brokerPassword)
  const link = new BrokerLink({
    transport: memoryTransport(
      { ...serverBroker.connection, clientId: 'server' },
      { broker, link: network, chance: chance.fork('server link'), clock },
    ),
    database,
    clock,
    ownKids: new Set([keys.root.kid, keys.commandSigner.kid]),
    mayHoldStale: hasBrokerApart,
    onTrouble,
  })
  const answerMsMax = config.limits.commandAnswerMsMax
  const updates = new Updates()
  const media = new MediaStore('/nowhere', chance)
  const board = new ClusterBoard({ database, clock, updates })
  const reports = new ReportBuffer(database, clock)
  const isConnected = (clusterId: string) => board.isConnected(clusterId)
  const signer = keys.commandSigner
  const commands = new CommandDesk({ database, link, signer, clock, chance, answerMsMax, isConnected })
  const addresses = { httpUrls: ['http://server'], mqttUrls: ['mqtt://server'], senders: [SENDER] }
  return {
    ...{ config, clock, chance, database, keys, link, commands, updates, board, reports, addresses, stream },
    stops: new StopKeeper({ database, clock, reports }),
    emergencies: new EmergencyDesk({
      ...{ board, clock, config, database, keys, link, reports, steps: NO_STEPS, updates },
    }),
    live: new LiveDesk({
      ...{ addresses, clock, config, database, keys, link, reports, steps: NO_STEPS, stream, updates },
    }),
    // In virtual time there is no second thread.
    reader: { rows: async (built) => database.rows(built) },
    broker: serverBroker,
    passwords: new Passwords({ chance, checksMax: config.access.passwordChecksMax }),
    signInLimit: new SignInLimit(clock, config.access.signInsPerMinuteMax),
    media,
    intakes: new IntakeDesk({ database, clock, chance, updates }),
    speech: new SpeechDesk(new EspeakEngine(clock), media),
    backups: new BackupDesk({ config, clock }),
    steps: NO_STEPS,
  }
}

/** The broker in memory as the server sees it. */
function virtualBroker(broker: MemoryBroker, password: string): ServerBroker {
  broker.allow({ username: 'server', password, role: 'server' })
  return {
    connection: { urls: [], username: 'server', password, retryMsMax: serverRetryMsMax },
    allow: async (accounts) => {
      for (const account of accounts) broker.allow(account)
    },
    forbid: async (username) => broker.forbid(username),
    openListener: async () => undefined,
    onFailure: () => {},
    onRefusals: () => {},
    stop: async () => {},
  }
}
