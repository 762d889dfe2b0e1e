import {
  compileShape,
  LiveSession,
  type MessageTransport,
  matchTopic,
  NO_STEPS,
  parseJws,
  type TransportHandlers,
} from '@tieng-lang/protocol'
import { systemChance } from '@tieng-lang/protocol/node'
import { openServerKeys } from '../../src/access/server-keys.ts'
import { ClusterBoard } from '../../src/broadcasting/cluster-board/cluster-board.ts'
import { EmergencyDesk } from '../../src/broadcasting/emergencies/following/emergency-desk.ts'
import { LiveDesk } from '../../src/broadcasting/live/following/live-desk.ts'
import type { Speaker } from '../../src/broadcasting/live/following/live-run.ts'
import { parseAudioMessage } from '../../src/broadcasting/live/source/audio-message.ts'
import { startSession } from '../../src/broadcasting/live/start/start-session.ts'
import { Updates } from '../../src/broadcasting/updates.ts'
import { loadConfig } from '../../src/config.ts'
import { BrokerLink } from '../../src/messaging/broker-link.ts'
import { ReportBuffer } from '../../src/messaging/report-buffer.ts'
import { openDatabase } from '../../src/storage/database.ts'
import { insertArea } from '../../src/storage/tree/areas.ts'
import { DEFAULT_CLUSTER_SETTINGS, insertCluster } from '../../src/storage/tree/clusters.ts'
import { Sender } from '../../src/streaming/sender/sender.ts'
import { ManualClock, ManualWire } from '../streaming/manual-wire.ts'
import { LOCAL } from '../tree.ts'
import { audioMessage, liveOrder } from './speaker.ts'

const bodyCheck = compileShape(LiveSession)

/** A broker in memory: it holds what is published as long as it is there. */
export class MemoryBroker implements MessageTransport {
  readonly published: { topic: string; body: LiveSession | null; validUntil: number | null }[] = []
  #handlers: TransportHandlers | undefined
  #isThere = true

  start(handlers: TransportHandlers): void {
    this.#handlers = handlers
    handlers.onConnected()
  }

  async publish(topic: string, payload: Uint8Array): Promise<void> {
    if (!this.#isThere) throw new Error('the broker is gone')
    if (matchTopic(topic)?.name !== 'live') return
    const parsed = payload.length === 0 ? undefined : parseJws(payload, payload.length)
    const claims = parsed?.ok ? JSON.parse(Buffer.from(parsed.value.payload).toString()) : undefined
    const body = bodyCheck.check(claims?.body) ? claims.body : null
    this.published.push({ topic, body, validUntil: claims?.validUntil ?? null })
  }

  async subscribe(): Promise<void> {}
  async unsubscribe(): Promise<void> {}
  async stop(): Promise<void> {}

  go(): void {
    this.#isThere = false
    this.#handlers?.onDisconnected()
  }

  comeBack(): void {
    this.#isThere = true
    this.#handlers?.onConnected()
  }
}

/** A microphone that notes what it is told. */
export class NotingSpeaker implements Speaker {
  readonly endings: { because: string; at: number }[] = []
  closedWith: string | undefined

  tellEnding(ending: { because: string; at: number }): void {
    this.endings.push(ending)
  }

  tellSession(): void {}

  close(why: string): void {
    this.closedWith = why
  }
}

/** The real desk, database and sender on time that moves only when it is told to. */
export async function deskRoom(dataDir: string, clock = new ManualClock()) {
  const database = openDatabase(`${dataDir}/server.sqlite`, clock.now())
  const config = loadConfig({ environment: {}, overrides: { dataDir } })
  const keys = await openServerKeys(database, { dataDir, chance: systemChance, now: clock.now() })
  const broker = new MemoryBroker()
  const link = new BrokerLink({
    ...{ transport: broker, database, clock, mayHoldStale: false, onTrouble: () => {} },
    ownKids: new Set([keys.commandSigner.kid]),
  })
  const updates = new Updates()
  const board = new ClusterBoard({ database, clock, updates })
  const reports = new ReportBuffer(database, clock)
  const wire = new ManualWire(clock)
  const place = { host: '10.0.0.1', port: 5_004 }
  const stream = new Sender({ clock, chance: systemChance, openSocket: wire.socketsOf(place.host), ...place })
  await stream.start()
  const addresses = { httpUrls: [], mqttUrls: [], senders: [place] }
  const common = { addresses, board, chance: systemChance, clock, config, database, keys, link }
  const parts = { ...common, reports, steps: NO_STEPS, stream, updates }
  const services = { ...parts, emergencies: new EmergencyDesk(parts), live: new LiveDesk(parts) }
  services.live.start()
  const started = link.start()
  await started
  let sample = 0
  return {
    ...services,
    broker,
    wire,
    clock,
    begin: (changes: Parameters<typeof liveOrder>[0] = {}) =>
      startSession(services, liveOrder(changes), LOCAL),
    /** Packets in virtual time, one after each 20 ms. */
    speak: (sessionId: string, count: number, hasVoice = true) => {
      for (let packet = 0; packet < count; packet += 1) {
        clock.advance(20)
        services.live.take(sessionId, parseAudioMessage(audioMessage(sample, { hasVoice })))
        sample += 960
      }
    },
    stop: async () => {
      services.live.stop()
      await link.stop()
      await stream.stop()
      database.close()
    },
  }
}

/** A commune with two clusters, awake day and night. */
export function fillRoom({ database, clock }: Awaited<ReturnType<typeof deskRoom>>): void {
  const createdAt = clock.now()
  const settings = { quietHours: { windows: [] } }
  insertArea(database, { areaId: 'xa-a', parentId: null, code: null, name: 'Xã A', settings, createdAt })
  for (const clusterId of ['c-1', 'c-2'])
    insertCluster(database, {
      ...{ clusterId, areaId: 'xa-a', name: clusterId, settings: DEFAULT_CLUSTER_SETTINGS, position: null },
      ...{ mediaSecret: Buffer.alloc(32, clusterId).toString('base64url'), createdAt },
    })
}

/** Lets whatever waits on promises run. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}
