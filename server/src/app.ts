import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Chance, Clock, Steps } from '@tieng-lang/protocol'
import type { Logger } from 'pino'
import { type FirstSignIn, makeFirstAdministrator } from './access/sign-in/first-administrator.ts'
import { checkNotHalfRestored } from './backup/restore-backup.ts'
import { speakWhatWasLeft } from './broadcasting/emergencies/speech/emergency-speech.ts'
import type { KitMaker } from './broadcasting/emergency-kit/kit-maker.ts'
import type { SoundMaker } from './broadcasting/emergency-kit/sound-maker.ts'
import { Housekeeper } from './broadcasting/housekeeping/housekeeper.ts'
import { DayFilling } from './broadcasting/playouts/day-filling.ts'
import { PlayoutLog } from './broadcasting/playouts/playout-log.ts'
import type { OpenSource } from './broadcasting/relays/feed/station-calls.ts'
import type { Services } from './broadcasting/services.ts'
import { startEmergencyKit } from './composition/emergency-kit.ts'
import { deliverEverything } from './composition/first-delivery.ts'
import { connectInbound } from './composition/inbound.ts'
import { openListeners } from './composition/listeners.ts'
import { startRelays } from './composition/relays.ts'
import { startReserve } from './composition/reserve.ts'
import { createServices } from './composition/services.ts'
import { StartedParts } from './composition/started-parts.ts'
import type { ServerConfig } from './config.ts'
import { choosePorts } from './listening.ts'
import { externalBroker, type ServerBroker, startEmbeddedBroker } from './messaging/server-broker.ts'
import { ServerMetrics } from './observability/metrics/server-metrics.ts'
import { type Observability, startObservability } from './observability/observability.ts'
import { Readiness } from './observability/readiness.ts'
import { claimSocket } from './routes/admin-socket.ts'
import { type Database, openDatabase } from './storage/database.ts'
import { WorkerReader } from './storage/reader/worker-reader.ts'
import { listClusters } from './storage/tree/clusters.ts'
import { type OpenStreamOptions, openStream } from './streaming/open-stream.ts'
import type { Stream } from './streaming/stream.ts'

export interface AppOptions {
  clock: Clock
  chance: Chance
  log: Logger
  /** The broker or the sender has failed: nothing can be delivered any more, and the program should end and be started again. */
  onBrokerFailure(cause: Error): void
  /** The cost of a password's hash, for tests that make many (`Passwords`). */
  passwordLog2N?: number
  /** Nothing happens there unless someone says what. */
  steps?: Steps
  /** Who sends live sound; without it a worker thread of its own. */
  openStream?: (options: OpenStreamOptions) => Promise<Stream>
  /** How stations are opened that are relayed; without it over the network. */
  openSource?: OpenSource
  /** Who makes the sounds that every cluster holds for emergencies; without it there are those of earlier lives. */
  emergencyKit?: 'make' | 'none' | SoundMaker
}

export interface RunningServer {
  httpUrl: string
  /** Null where no certificate is set. */
  httpsUrl: string | null
  mqttUrl: string
  adminSocket: string
  services: Services
  observability: Observability
  /** At the very first start: how the first administrator comes in. */
  firstSignIn: FirstSignIn | undefined
  /** Undefined where nobody makes one. */
  emergencyKit: KitMaker | undefined
  stop(): Promise<void>
}

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
  checkNotHalfRestored(config.dataDir)
  await claimSocket(adminSocket)
  const ports = await choosePorts(config)

  const databasePath = join(config.dataDir, 'server.sqlite')
  const reserve = startReserve(config, options)
  parts.add(() => reserve.stop())
  const database = openDatabase(databasePath, clock.now(), reserve)
  parts.add(() => database.close())
  const reader = new WorkerReader(databasePath)
  parts.add(() => reader.stop())
  const broker = await startBroker(config, ports.mqttPort, options)
  parts.add(() => broker.stop())
  broker.onFailure(options.onBrokerFailure)
  await allowDevices(broker, database)

  const { host, port } = config.stream
  const onFailure = options.onBrokerFailure
  const stream = await (options.openStream ?? openStream)({ host, port, clock, onFailure })
  parts.add(() => stream.stop())

  const metrics = new ServerMetrics()
  const services = await createServices(config, { ...options, database, reader, broker, stream, metrics })
  parts.add(() => services.reports.stop())
  parts.add(() => services.commands.stop())
  parts.add(() => services.intakes.stop())
  parts.add(() => services.backups.stop())
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
  services.emergencies.start()
  speakWhatWasLeft(services)
  parts.add(() => services.emergencies.stop())
  services.live.start()
  parts.add(() => services.live.stop())
  const relays = startRelays(services, options)
  parts.add(() => relays.stop())
  parts.add(() => services.link.stop())
  await deliverEverything(services, log)
  await services.link.start()
  log.info('every current document is published')
  const readiness = new Readiness()
  const observability = await startObservability({
    services,
    databasePath,
    readiness,
    metrics,
    playoutLog,
  })
  parts.add(() => observability.stop())
  const firstSignIn = await makeFirstAdministrator(services)
  const urls = await openListeners(services, { log, metrics, observability, ports, adminSocket, parts })
  const housekeeper = new Housekeeper(services, ({ cause, ...report }) => {
    if (cause === undefined) log.info(report, 'a chore is done')
    else log.error({ ...report, err: cause }, 'a chore failed')
  })
  housekeeper.start()
  parts.add(() => housekeeper.stop())
  const dayFilling = new DayFilling(services)
  dayFilling.start()
  parts.add(() => dayFilling.stop())
  const emergencyKit = startEmergencyKit(services, options.emergencyKit)
  parts.add(() => emergencyKit?.stop())
  readiness.doorsAreOpen()
  const stop = () => {
    readiness.isStopping()
    return parts.stop()
  }
  return { ...urls, adminSocket, services, observability, firstSignIn, emergencyKit, stop }
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
