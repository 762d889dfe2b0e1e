import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Chance, Clock, CodedError } from '@tieng-lang/protocol'
import { mqttTransport } from '@tieng-lang/protocol/node'
import type { Logger } from 'pino'
import { openServerKeys } from './access/server-keys.ts'
import { type FirstSignIn, makeFirstAdministrator } from './access/sign-in/first-administrator.ts'
import { Passwords } from './access/sign-in/passwords.ts'
import { SignInLimit } from './access/sign-in/sign-in-limit.ts'
import { IntakeDesk } from './broadcasting/bulletins/intake/intake-desk.ts'
import { SpeechDesk } from './broadcasting/bulletins/intake/speech-desk.ts'
import { ClusterBoard } from './broadcasting/cluster-board/cluster-board.ts'
import { noteAck, noteHealth, notePresence } from './broadcasting/cluster-reports.ts'
import { CommandDesk } from './broadcasting/commands/command-desk.ts'
import { StopKeeper } from './broadcasting/commands/stop-keeper.ts'
import { deliverAllConfigs, deliverKeys } from './broadcasting/delivery/cluster-config.ts'
import { deliverAllPlans } from './broadcasting/delivery/plan-delivery.ts'
import { startHousekeeping } from './broadcasting/housekeeping.ts'
import { DayFilling } from './broadcasting/playouts/day-filling.ts'
import { PlayoutLog } from './broadcasting/playouts/playout-log.ts'
import { deliverAllReceipts } from './broadcasting/playouts/receipts.ts'
import type { Services } from './broadcasting/services.ts'
import { Updates } from './broadcasting/updates.ts'
import type { ServerConfig } from './config.ts'
import { choosePorts, reachableUrl, rememberPorts } from './listening.ts'
import { MediaStore } from './media/media-store.ts'
import { EspeakEngine } from './media/speech/espeak-engine.ts'
import { BrokerLink } from './messaging/broker-link.ts'
import { takeInbound } from './messaging/inbound.ts'
import { ReportBuffer } from './messaging/report-buffer.ts'
import { externalBroker, type ServerBroker, startEmbeddedBroker } from './messaging/server-broker.ts'
import { claimSocket, listenOnSocket } from './routes/admin-socket.ts'
import { apiRoutes } from './routes/api.ts'
import { createHttpServer, type HttpServer, listenOn } from './routes/http-server.ts'
import { publicRoutes } from './routes/public.ts'
import { removePresences } from './storage/cluster-reports.ts'
import { listClusters } from './storage/clusters.ts'
import { type Database, openDatabase } from './storage/database.ts'
import type { Reader } from './storage/reader/reader.ts'
import { WorkerReader } from './storage/reader/worker-reader.ts'

export interface AppOptions {
  clock: Clock
  chance: Chance
  log: Logger
  /** The broker has failed: nothing can be delivered any more, and the program should end and be started again. */
  onBrokerFailure(cause: Error): void
  /** The cost of a password's hash, for tests that make many (`Passwords`). */
  passwordLog2N?: number
}

export interface RunningServer {
  httpUrl: string
  mqttUrl: string
  adminSocket: string
  services: Services
  /** At the very first start: how the first administrator comes in. */
  firstSignIn: FirstSignIn | undefined
  stop(): Promise<void>
}

const CLIENT_ID = 'server'
const BODY_BYTES_MAX = 1_048_576
/** An upload over a slow line may take so long. */
const PUBLIC_REQUEST_MS_MAX = 3_600_000

/**
 * Puts the server together and starts it, in the order of DESIGN §3: database, broker, our own connection, every
 * current document; only then the doors open. Rejects with a `CodedError` and leaves nothing running.
 */
export async function startApp(config: ServerConfig, options: AppOptions): Promise<RunningServer> {
  const parts = new StartedParts()
  try {
    return await startParts(config, options, parts)
  } catch (cause) {
    await parts.stop()
    throw cause
  }
}

async function startParts(
  config: ServerConfig,
  options: AppOptions,
  parts: StartedParts,
): Promise<RunningServer> {
  const { clock, log } = options
  const adminSocket = join(config.dataDir, 'admin.sock')
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  await claimSocket(adminSocket)
  const ports = await choosePorts(config)

  const databasePath = join(config.dataDir, 'server.sqlite')
  const database = openDatabase(databasePath, clock.now())
  parts.add(() => database.close())
  const reader = new WorkerReader(databasePath)
  parts.add(() => reader.stop())
  const broker = await startBroker(config, ports.mqttPort, options)
  parts.add(() => broker.stop())
  broker.onFailure(options.onBrokerFailure)
  await allowDevices(broker, database)

  const services = await createServices(config, { ...options, database, reader, broker })
  parts.add(() => services.reports.stop())
  parts.add(() => services.commands.stop())
  parts.add(() => services.intakes.stop())
  parts.add(() => services.stops.stop())
  broker.onRefusals((reports) => {
    for (const { username, code, topic, count } of reports)
      services.reports.count(username === '' ? undefined : username, code, topic ?? '', count)
  })
  const playoutLog = new PlayoutLog(services)
  parts.add(() => playoutLog.stop())
  connectInbound(services, playoutLog)
  await services.board.start()
  parts.add(() => services.board.stop())
  parts.add(() => services.link.stop())
  await deliverEverything(services, log)
  await services.link.start()
  log.info('every current document is published')

  const firstSignIn = await makeFirstAdministrator(services)
  const publicServer = createHttpServer({
    log,
    bodyBytesMax: BODY_BYTES_MAX,
    requestMsMax: PUBLIC_REQUEST_MS_MAX,
    trustedProxies: config.access.trustedProxies,
    isReadyAtOnce: true,
  })
  await publicRoutes(publicServer, services)
  await apiRoutes(publicServer, services, { kind: 'public' })
  parts.add(() => publicServer.close())
  const urls = await openDoors(services, publicServer, ports)

  const adminServer = createHttpServer({ log, bodyBytesMax: BODY_BYTES_MAX, requestMsMax: 0 })
  await apiRoutes(adminServer, services, { kind: 'local' })
  parts.add(() => adminServer.close())
  await listenOnSocket(adminServer, adminSocket)
  const housekeeping = startHousekeeping(services, (err) => log.error({ err }, 'housekeeping failed'))
  parts.add(() => housekeeping.stop())
  const dayFilling = new DayFilling(services)
  dayFilling.start()
  parts.add(() => dayFilling.stop())
  return { ...urls, adminSocket, services, firstSignIn, stop: () => parts.stop() }
}

async function startBroker(
  config: ServerConfig,
  port: number,
  { chance }: AppOptions,
): Promise<ServerBroker> {
  if (config.mqttUrl !== null) return externalBroker(config.mqttUrl)
  return startEmbeddedBroker({ host: config.mqtt.host, port, chance })
}

async function allowDevices(broker: ServerBroker, database: Database): Promise<void> {
  const accounts = listClusters(database).flatMap(({ clusterId, device }) =>
    device ? [{ username: clusterId, secretSha256: device.mqttSecretSha256, role: 'cluster' as const }] : [],
  )
  await broker.allow(accounts)
}

/** What stands before the use cases. */
interface CreatedParts {
  database: Database
  reader: Reader
  broker: ServerBroker
}

async function createServices(
  config: ServerConfig,
  { clock, chance, log, database, reader, broker, passwordLog2N: log2N }: AppOptions & CreatedParts,
): Promise<Services> {
  const keys = openServerKeys(database, { dataDir: config.dataDir, chance, now: clock.now() })
  const media = new MediaStore(join(config.dataDir, 'media'), chance)
  await media.start()
  const clientId = config.mqttUrl === null ? CLIENT_ID : `${CLIENT_ID}-${keys.root.kid}`
  const link = new BrokerLink({
    transport: mqttTransport({ ...broker.connection, clientId }, clock),
    database,
    clock,
    ownKids: new Set([keys.root.kid, keys.commandSigner.kid]),
    mayHoldStale: config.mqttUrl !== null,
    onTrouble: (err) => log.warn({ err }, 'broker trouble'),
  })
  const answerMsMax = config.limits.commandAnswerMsMax
  const reports = new ReportBuffer(database, clock)
  const onNotRecorded = (cause: CodedError) =>
    reports.count(undefined, 'commandNotRecorded', `${cause.code}: ${cause.message}`)
  const updates = new Updates()
  const board = new ClusterBoard({ database, clock, updates })
  const isConnected = (clusterId: string) => board.isConnected(clusterId)
  const signer = keys.commandSigner
  const commands = new CommandDesk({
    ...{ database, link, signer, clock, chance, answerMsMax, isConnected, onNotRecorded },
  })
  const stops = new StopKeeper({ database, clock, reports })
  const checksMax = config.access.passwordChecksMax
  const passwords = new Passwords({ chance, checksMax, ...(log2N !== undefined && { log2N }) })
  const signInLimit = new SignInLimit(clock, config.access.signInsPerMinuteMax)
  const addresses = { httpUrls: [...config.publicHttpUrls], mqttUrls: [...config.mqtt.publicUrls] }
  const intakes = new IntakeDesk({ database, clock, chance, updates })
  const speech = new SpeechDesk(new EspeakEngine(clock), media)
  return {
    config,
    clock,
    chance,
    database,
    reader,
    keys,
    broker,
    link,
    reports,
    board,
    commands,
    stops,
    media,
    intakes,
    speech,
    addresses,
    updates,
    passwords,
    signInLimit,
  }
}

function connectInbound(services: Services, playoutLog: PlayoutLog): void {
  removePresences(services.database)
  services.link.onConnection((isConnected) => services.updates.tell({ kind: 'broker', isConnected }, null))
  services.link.onInbound((message) =>
    takeInbound(message, {
      onPresence: (clusterId, presence) => notePresence(services, clusterId, presence),
      onAck: (clusterId, ack) => noteAck(services, clusterId, ack),
      onHealth: (clusterId, health) => noteHealth(services, clusterId, health),
      onRecord: (clusterId, sealed) => playoutLog.take(clusterId, sealed),
      onRefused: (source, code, detail) => services.reports.count(source, code, detail),
    }),
  )
}

/** What the database says must be on the broker, whatever the last life of the server came to. */
async function deliverEverything(services: Services, log: Logger): Promise<void> {
  deliverKeys(services)
  // Without an address there is no config yet: a first start learns its own when the doors are open.
  if (services.addresses.httpUrls.length > 0 && services.addresses.mqttUrls.length > 0)
    await deliverAllConfigs(services)
  // One commune's overfull plan must not keep the others' server from starting.
  await deliverAllPlans(services).catch((err) => log.error({ err }, 'not every plan was delivered'))
  await deliverAllReceipts(services)
}

/** Lets the clusters in, then listens for HTTP; where addresses were not given they are known from here on. */
async function openDoors(
  services: Services,
  publicServer: HttpServer,
  ports: { httpPort: number },
): Promise<{ httpUrl: string; mqttUrl: string }> {
  const { config, broker, addresses } = services
  const mqtt = await broker.openListener()
  const mqttUrl = mqtt ? reachableUrl('mqtt', mqtt) : (config.mqttUrl ?? '')
  await listenOn(publicServer, { host: config.host, port: ports.httpPort })
  const address = publicServer.server.address()
  const httpPort = typeof address === 'object' && address !== null ? address.port : ports.httpPort
  const httpUrl = reachableUrl('http', { host: config.host, port: httpPort })
  if (addresses.httpUrls.length === 0) addresses.httpUrls.push(httpUrl)
  if (addresses.mqttUrls.length === 0) addresses.mqttUrls.push(withoutSecret(mqttUrl))
  rememberPorts(config.dataDir, { httpPort, mqttPort: mqtt?.port ?? 0 })
  await deliverAllConfigs(services)
  return { httpUrl, mqttUrl: withoutSecret(mqttUrl) }
}

function withoutSecret(url: string): string {
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}`
}

/** What has been started, stopped in the opposite order; each once, and all of them whatever one says. */
class StartedParts {
  readonly #stops: (() => unknown)[] = []

  add(stop: () => unknown): void {
    this.#stops.push(stop)
  }

  async stop(): Promise<void> {
    const failures: unknown[] = []
    for (let stop = this.#stops.pop(); stop; stop = this.#stops.pop()) {
      try {
        await stop()
      } catch (cause) {
        failures.push(cause)
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'not everything stopped cleanly')
  }
}
