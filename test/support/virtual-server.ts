import {
  type Cancellable,
  DAY_MS,
  EVERY_AREA,
  HOUR_MS,
  type KeySet,
  keyIdOf,
  type Media,
  NO_STEPS,
  newId,
} from '@tieng-lang/protocol'
import { loadConfig } from '@tieng-lang/server'
import {
  keyedHashSigner,
  type MemoryBroker,
  MemoryLink,
  type MemoryMedia,
  memoryTransport,
  type SeededChance,
  silentBulletin,
  type VirtualClock,
} from '../../hardware-sim/src/virtual/index.ts'
import type { ServerKeys } from '../../server/src/access/server-keys.ts'
import { Passwords } from '../../server/src/access/sign-in/passwords.ts'
import { SignInLimit } from '../../server/src/access/sign-in/sign-in-limit.ts'
import { BackupDesk } from '../../server/src/backup/backup-desk.ts'
import { IntakeDesk } from '../../server/src/broadcasting/bulletins/intake/intake-desk.ts'
import { SpeechDesk } from '../../server/src/broadcasting/bulletins/intake/speech-desk.ts'
import { ClusterBoard } from '../../server/src/broadcasting/cluster-board/cluster-board.ts'
import { noteAck, noteHealth, notePresence } from '../../server/src/broadcasting/cluster-reports.ts'
import { CommandDesk } from '../../server/src/broadcasting/commands/command-desk.ts'
import { StopKeeper } from '../../server/src/broadcasting/commands/stop-keeper.ts'
import { deliverAllConfigs, deliverKeys } from '../../server/src/broadcasting/delivery/cluster-config.ts'
import { deliverAllPlans } from '../../server/src/broadcasting/delivery/plan-delivery.ts'
import { enrol, issueEnrolmentCode } from '../../server/src/broadcasting/enrolment.ts'
import { keepHouse } from '../../server/src/broadcasting/housekeeping.ts'
import { PlayoutLog } from '../../server/src/broadcasting/playouts/playout-log.ts'
import { deliverAllReceipts } from '../../server/src/broadcasting/playouts/receipts.ts'
import type { Services } from '../../server/src/broadcasting/services.ts'
import { Updates } from '../../server/src/broadcasting/updates.ts'
import { MediaStore } from '../../server/src/media/media-store.ts'
import { EspeakEngine } from '../../server/src/media/speech/espeak-engine.ts'
import { BrokerLink } from '../../server/src/messaging/broker-link.ts'
import { takeInbound } from '../../server/src/messaging/inbound.ts'
import { ReportBuffer } from '../../server/src/messaging/report-buffer.ts'
import type { ServerBroker } from '../../server/src/messaging/server-broker.ts'
import { insertBulletin } from '../../server/src/storage/bulletins/bulletins.ts'
import { openDatabase } from '../../server/src/storage/database.ts'
import { listRefusals, type RefusalCount } from '../../server/src/storage/refusal-counters.ts'
import { areaTree } from '../../server/src/storage/tree/area-tree.ts'
import { LOCAL } from '../../server/test/tree.ts'

export interface VirtualServerParts {
  clock: VirtualClock
  chance: SeededChance
  broker: MemoryBroker
  media: MemoryMedia
}

const LINK_MS = 1

/**
 * The server's own use cases, database and messaging on virtual time: what `app.ts` puts together, without HTTP, the
 * broker's worker and the disk. Documents and commands are signed with the keyed hash.
 */
export class VirtualServer {
  readonly services: Services
  readonly #parts: VirtualServerParts
  readonly #playoutLog: PlayoutLog
  readonly troubles: unknown[] = []
  #housekeeping: Cancellable | undefined

  constructor(parts: VirtualServerParts) {
    this.#parts = parts
    this.services = servicesOf(parts, (cause) => this.troubles.push(cause))
    this.#playoutLog = new PlayoutLog(this.services)
  }

  /** As `app.ts`: inbound first, then every current document, then the connection. Needs time to pass. */
  async start(): Promise<void> {
    const { services } = this
    services.link.onInbound((message) =>
      takeInbound(message, {
        onPresence: (clusterId, presence) => notePresence(services, clusterId, presence),
        onAck: (clusterId, ack) => noteAck(services, clusterId, ack),
        onHealth: (clusterId, health) => noteHealth(services, clusterId, health),
        onRecord: (clusterId, sealed) => this.#playoutLog.take(clusterId, sealed),
        onRefused: (source, code, detail) => services.reports.count(source, code, detail),
      }),
    )
    await services.board.start()
    deliverKeys(services)
    await deliverAllConfigs(services)
    await deliverAllPlans(services)
    await deliverAllReceipts(services)
    await services.link.start()
    this.#keepHouse()
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

  /** Approved audio of that length with nothing in it. */
  addBulletin(bulletinId: string, durationMs: number): Media {
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
    })
    return media
  }

  /** Everything that anyone refused, counted by code. */
  refusals(): RefusalCount[] {
    return listRefusals(this.services.database)
  }

  /** Writes what waits; its connection ends with the test. */
  stop(): void {
    this.#housekeeping?.cancel()
    this.services.board.stop()
    this.#playoutLog.stop()
    this.services.reports.stop()
  }

  #keepHouse(): void {
    this.#housekeeping = this.services.clock.after(HOUR_MS, () => {
      keepHouse(this.services).catch((cause) => this.troubles.push(cause))
      this.#keepHouse()
    })
  }
}

function servicesOf(parts: VirtualServerParts, onTrouble: (cause: unknown) => void): Services {
  const { clock, chance, broker } = parts
  const config = loadConfig({ environment: {}, overrides: { dataDir: '/nowhere' } })
  const database = openDatabase(':memory:', clock.now())
  const keys = serverKeys(chance)
  const serverBroker = virtualBroker(broker, chance)
  const network = new MemoryLink({ clock, latencyMs: () => LINK_MS })
  const link = new BrokerLink({
    transport: memoryTransport(
      { ...serverBroker.connection, clientId: 'server' },
      { broker, link: network, chance: chance.fork('server link') },
    ),
    database,
    clock,
    ownKids: new Set([keys.root.kid, keys.commandSigner.kid]),
    mayHoldStale: false,
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
  return {
    ...{ config, clock, chance, database, keys, link, commands, updates, board, reports },
    stops: new StopKeeper({ database, clock, reports }),
    // In virtual time there is no second thread.
    reader: { rows: async (built) => database.rows(built) },
    broker: serverBroker,
    passwords: new Passwords({ chance, checksMax: config.access.passwordChecksMax }),
    signInLimit: new SignInLimit(clock, config.access.signInsPerMinuteMax),
    media,
    intakes: new IntakeDesk({ database, clock, chance, updates }),
    speech: new SpeechDesk(new EspeakEngine(clock), media),
    backups: new BackupDesk({ config, clock }),
    addresses: { httpUrls: ['http://server'], mqttUrls: ['mqtt://server'] },
    steps: NO_STEPS,
  }
}

function serverKeys(chance: SeededChance): ServerKeys {
  const [root, command] = ['root', 'command'].map((name) => {
    const publicKey = Buffer.from(chance.fork(name).bytes(32)).toString('base64url')
    return { kid: keyIdOf(publicKey), publicKey }
  }) as [{ kid: string; publicKey: string }, { kid: string; publicKey: string }]
  const types: KeySet['keys'][number]['types'] = ['config', 'plan', 'receipts', 'command']
  return {
    root,
    rootSigner: keyedHashSigner(root.kid, root.publicKey),
    commandSigner: keyedHashSigner(command.kid, command.publicKey),
    keySet: { keys: [{ ...command, areas: [EVERY_AREA], types, endsAt: null }] },
    enrolmentSecret: Buffer.from(chance.fork('enrolment').bytes(32)).toString('base64url'),
  }
}

/** The broker in memory as the server sees it. */
function virtualBroker(broker: MemoryBroker, chance: SeededChance): ServerBroker {
  const password = newId('secret', chance)
  broker.allow({ username: 'server', password, role: 'server' })
  return {
    connection: { urls: [], username: 'server', password },
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
