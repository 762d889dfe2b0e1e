import { join } from 'node:path'
import { type CodedError, NO_STEPS } from '@tieng-lang/protocol'
import { mqttTransport } from '@tieng-lang/protocol/node'
import { openServerKeys } from '../access/server-keys.ts'
import { Passwords } from '../access/sign-in/passwords.ts'
import { SignInLimit } from '../access/sign-in/sign-in-limit.ts'
import type { AppOptions } from '../app.ts'
import { BackupDesk } from '../backup/backup-desk.ts'
import { IntakeDesk } from '../broadcasting/bulletins/intake/intake-desk.ts'
import { SpeechDesk } from '../broadcasting/bulletins/intake/speech-desk.ts'
import { ClusterBoard } from '../broadcasting/cluster-board/cluster-board.ts'
import { CommandDesk } from '../broadcasting/commands/command-desk.ts'
import { StopKeeper } from '../broadcasting/commands/stop-keeper.ts'
import { EmergencyDesk } from '../broadcasting/emergencies/following/emergency-desk.ts'
import { LiveDesk } from '../broadcasting/live/following/live-desk.ts'
import type { Services } from '../broadcasting/services.ts'
import { Updates } from '../broadcasting/updates.ts'
import { openCertificates } from '../certificates/certificate-source.ts'
import type { ServerConfig } from '../config.ts'
import { senderAddresses } from '../listening.ts'
import { MediaStore } from '../media/media-store.ts'
import { EspeakEngine } from '../media/speech/espeak-engine.ts'
import { BrokerLink } from '../messaging/broker-link.ts'
import { ReportBuffer } from '../messaging/report-buffer.ts'
import type { ServerBroker } from '../messaging/server-broker.ts'
import { countedTransport } from '../observability/metrics/counted-transport.ts'
import type { ServerMetrics } from '../observability/metrics/server-metrics.ts'
import type { Database } from '../storage/database.ts'
import type { Reader } from '../storage/reader/reader.ts'
import type { Stream } from '../streaming/stream.ts'

const CLIENT_ID = 'server'

/** What stands before the use cases. */
interface CreatedParts {
  database: Database
  reader: Reader
  stream: Stream
  broker: ServerBroker
  metrics: ServerMetrics
}

/** Makes every part that the use cases work with; opens the keys and the media store. */
export async function createServices(
  config: ServerConfig,
  options: AppOptions & CreatedParts,
): Promise<Services> {
  const {
    clock,
    chance,
    log,
    database,
    reader,
    broker,
    stream,
    passwordLog2N: log2N,
    steps = NO_STEPS,
  } = options
  const { metrics } = options
  const keys = await openServerKeys(database, { dataDir: config.dataDir, chance, now: clock.now() })
  const certificates = await openCertificates({ config, clock, log })
  const media = new MediaStore(join(config.dataDir, 'media'), chance)
  await media.start()
  const clientId = config.mqttUrl === null ? CLIENT_ID : `${CLIENT_ID}-${keys.root.kid}`
  const link = new BrokerLink({
    transport: countedTransport(mqttTransport({ ...broker.connection, clientId }, clock), metrics),
    database,
    clock,
    steps,
    ownKids: new Set([keys.root.kid, keys.commandSigner.kid]),
    mayHoldStale: config.mqttUrl !== null,
    onTrouble: (err) => log.warn({ err }, 'broker trouble'),
  })
  const answerMsMax = config.limits.commandAnswerMsMax
  const reports = new ReportBuffer(database, clock)
  reports.onCounted((code, times) => metrics.refused(code, times))
  const onNotRecorded = (cause: CodedError) =>
    reports.count(undefined, 'commandNotRecorded', `${cause.code}: ${cause.message}`)
  const updates = new Updates()
  const board = new ClusterBoard({ database, clock, updates })
  const isConnected = (clusterId: string) => board.isConnected(clusterId)
  const signer = keys.commandSigner
  const commands = new CommandDesk({
    ...{ database, link, signer, clock, chance, answerMsMax, isConnected, onNotRecorded },
    onEnded: ({ body, traceId }, answer) => {
      metrics.commandAnswered(body.name, answer)
      log.info({ traceId, command: body.name, ...answer }, 'a command has ended')
    },
  })
  const stops = new StopKeeper({ database, clock, reports })
  const emergencies = new EmergencyDesk({
    ...{ board, clock, config, database, keys, link, reports, steps, updates, log },
  })
  const checksMax = config.access.passwordChecksMax
  const addresses = {
    httpUrls: [...config.publicHttpUrls],
    mqttUrls: [...config.mqtt.publicUrls],
    senders: senderAddresses(config.stream, stream.port),
  }
  const live = new LiveDesk({
    ...{ addresses, clock, config, database, keys, link, log, reports, steps, stream, updates },
  })
  const passwords = new Passwords({ chance, checksMax, ...(log2N !== undefined && { log2N }) })
  const signInLimit = new SignInLimit(clock, config.access.signInsPerMinuteMax)
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
    emergencies,
    live,
    stream,
    media,
    intakes,
    speech,
    backups: new BackupDesk({ config, clock }),
    addresses,
    ...(certificates && { certificates }),
    updates,
    passwords,
    signInLimit,
    steps,
    log,
    tally: metrics,
  }
}
