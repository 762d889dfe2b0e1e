import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  Fleet,
  type FleetCluster,
  type FleetMember,
  type FleetNetwork,
  type NetworkProfile,
} from '@tieng-lang/hardware-sim'
import {
  type Clock,
  type Health,
  type Media,
  type Page,
  type PlayoutLineAnswer,
  type QuietHours,
  type StatusAnswer,
  sleep,
} from '@tieng-lang/protocol'
import { AdminClient, systemChance, systemClock } from '@tieng-lang/protocol/node'
import { loadConfig, type RunningServer, startApp } from '@tieng-lang/server'
import { type Logger, pino } from 'pino'
import type { SoundMaker } from '../../server/src/broadcasting/emergency-kit/sound-maker.ts'
import { ServerProcess } from './server-process.ts'

const AREA_ID = 'xa-thu'
const AREAS = [{ areaId: AREA_ID, name: 'Xã Thử' }]

export interface VillageOptions {
  /** One cluster each. */
  boards: NonNullable<FleetCluster['board']>[]
  /** The agent's bundle; without it the agents live in the test's process. */
  program?: string
  /** Without them there are none, so that a test means the same at any hour. */
  quietHours?: QuietHours
  /** The communes, of which the clusters are dealt out in turn; one where nothing is said. */
  areas?: readonly { areaId: string; name: string }[]
  /** Clocks that a test sets wrong: the server's, and those of agents in the test's process. */
  serverClock?: Clock
  clockOf?: (cluster: string) => Clock
  /** Who reads the logs; agents tell theirs only where they are processes of their own (`program`). */
  logs?: { server: Logger; onAgentLine(cluster: string, line: string): void }
  /** What the server makes its sounds for emergencies with, before anything else; without it there are none. */
  emergencyKit?: SoundMaker
  /** Each cluster's way to the server, over which all goes: HTTP, MQTT and live sound; the wires are perfect without. */
  network?: NetworkProfile
  /** Stations on a private network that may be relayed, `host:port`. */
  privateSourcesAllowed?: string[]
  /** An external broker; without it the server's own. */
  mqttUrl?: string
  /**
   * The server is a process of its own, so that its disk never keeps the simulated sound cards waiting, and it can be
   * killed. Its broker may be given a `mqttPort` to listen on, and a `mqttUrl` where clusters reach it over a wire that a
   * test may cut. Its `program` may be one that ends itself at a named step.
   */
  ownProcess?: { mqttPort?: number; mqttUrl?: string; program?: string; emergencyKit?: 'make' }
}

export interface AddedBulletin {
  bulletinId: string
  media: Media
}

/** Of `GET /api/v1/status`, what tests look at. */
export interface VillageStatus {
  clusters: {
    clusterId: string
    isConnected: boolean
    lastHeardOfAt: number | null
    clockState: string | null
    volumePercent: number | null
    media: { wanted: number; held: number } | null
    planRevision: { wanted: number | null; held: number | null }
    configRevision: { wanted: number | null; held: number | null }
  }[]
  refusals: { source: string; code: string; count: number }[]
}

/** The server as a test reaches it: one in a process of its own shows no more than its addresses. */
export type VillageServer = Pick<RunningServer, 'httpUrl' | 'adminSocket' | 'stop'> & {
  services?: RunningServer['services']
  process?: ServerProcess
}

/** A server and a few clusters on real wires, in one temporary folder. */
export class TestVillage {
  readonly dataDir: string
  server!: VillageServer
  administration!: AdminClient
  fleet!: Fleet
  /** The newest process of a server that has one of its own, ready or not. */
  serverProcess: ServerProcess | undefined
  readonly #options: VillageOptions

  private constructor(dataDir: string, options: VillageOptions) {
    this.dataDir = dataDir
    this.#options = options
  }

  static async start(options: VillageOptions): Promise<TestVillage> {
    const village = new TestVillage(await mkdtemp(join(tmpdir(), 'tieng-lang-village-')), options)
    await village.startServer()
    await village.#settle()
    return village
  }

  /** Starts the server, anew where it was stopped, on the data of before. */
  async startServer(): Promise<void> {
    this.server = this.#options.ownProcess ? await this.#spawnServer() : await this.#startServerHere()
    this.administration = new AdminClient(this.server.adminSocket)
  }

  /** The server as it is, stopped and started on the data of before; its broker too, where that is its own. */
  async restartServer(): Promise<void> {
    await this.server.stop()
    await this.startServer()
  }

  /** What the server works with; only where it lives in the test's process. */
  get services(): RunningServer['services'] {
    if (!this.server.services) throw new Error('the server is a process of its own')
    return this.server.services
  }

  get members(): FleetMember[] {
    return this.fleet.members
  }

  /** Takes a recording in, approved by one person. */
  async addBulletin(file: string, title = 'Bản tin'): Promise<AddedBulletin> {
    const path = `/api/v1/bulletins?title=${encodeURIComponent(title)}`
    return this.administration.upload<AddedBulletin>(path, createReadStream(file))
  }

  /** Puts an approved programme, for the whole village unless `clusters` are named; what is left out is usual. */
  async putProgramme(
    definition: { playlist: unknown[]; clusters?: string[] } & Record<string, unknown>,
  ): Promise<string> {
    const { programmeId = 'chuong-trinh', clusters, ...rest } = definition
    await this.administration.post('/api/v1/programmes?review=approve', {
      targets: clusters ? { areas: [], zones: [], clusters } : { areas: [AREA_ID], zones: [], clusters: [] },
      definition: {
        programmeId,
        name: 'Chương trình thử',
        priority: 'routine',
        validity: {},
        latenessMsMax: 60_000,
        onInterrupted: 'resume',
        mayBeCut: false,
        ...rest,
      },
    })
    return String(programmeId)
  }

  /** The playout log, the newest first. */
  async playouts(): Promise<PlayoutLineAnswer[]> {
    const path = '/api/v1/playouts?count=1000'
    return (await this.administration.get<Page<PlayoutLineAnswer>>(path)).items
  }

  /** Has an approved programme sound one bulletin once, at an instant; the broadcast is `{programmeId}@once`. */
  playOnce(
    { bulletinId }: AddedBulletin,
    programme: { programmeId: string; at: number } & Record<string, unknown>,
  ): Promise<string> {
    const { at, ...rest } = programme
    const item = { itemId: 'tin', title: 'Tin', bulletinId, repeats: 1, gapMs: 0 }
    return this.putProgramme({ recurrence: { kind: 'once', at }, playlist: [item], ...rest })
  }

  status(): Promise<VillageStatus> {
    return this.administration.get<VillageStatus>('/api/v1/status')
  }

  /** Resolves when a cluster holds the documents that the server wants it to hold, and its clock is trusted. */
  settled(clusterId: string, limitMs?: number): Promise<unknown> {
    const what = `${clusterId} is connected, holds its documents and trusts its clock`
    const isSettled = async () => {
      const status = (await this.status()).clusters.find((cluster) => cluster.clusterId === clusterId)
      return (
        status?.isConnected &&
        status.planRevision.held === status.planRevision.wanted &&
        status.configRevision.held === status.configRevision.wanted &&
        status.clockState === 'trusted'
      )
    }
    return eventually(what, isSettled, limitMs)
  }

  /** What a cluster last said of itself. */
  health(clusterId: string): Health | undefined {
    return this.services.reports.find(clusterId, 'health')
  }

  storedAudioUrl(sha256: string): string {
    return `${this.server.httpUrl}/media/${sha256}`
  }

  async stop(): Promise<void> {
    await this.fleet.stop()
    await this.server.stop()
    await rm(this.dataDir, { recursive: true, force: true })
  }

  async #startServerHere(): Promise<VillageServer> {
    const { mqttUrl, emergencyKit, serverClock = systemClock, privateSourcesAllowed = [] } = this.#options
    const overrides = {
      dataDir: join(this.dataDir, 'server'),
      port: 0,
      mqtt: { port: 0 },
      stream: { port: 0 },
      relays: { privateSourcesAllowed },
      mqttUrl,
      emergencyReserveBytes: 0,
    }
    const server = await startApp(loadConfig({ environment: {}, overrides }), {
      clock: serverClock,
      chance: systemChance,
      log: this.#options.logs?.server ?? pino({ level: process.env.TL_LOG ?? 'silent' }),
      onBrokerFailure: (cause) => {
        throw cause
      },
      ...(emergencyKit && { emergencyKit }),
    })
    await server.emergencyKit?.settled()
    return server
  }

  async #spawnServer(): Promise<VillageServer> {
    const { ownProcess = {}, privateSourcesAllowed = [] } = this.#options
    const { mqttPort = 0, mqttUrl = '', program, emergencyKit = 'none' } = ownProcess
    const environment = {
      TIENG_LANG_DATA_DIR: join(this.dataDir, 'server'),
      TIENG_LANG_PORT: '0',
      TIENG_LANG_MQTT_PORT: String(mqttPort),
      TIENG_LANG_STREAM_PORT: '0',
      TIENG_LANG_RELAYS_PRIVATE_SOURCES_ALLOWED: privateSourcesAllowed.join(','),
      TIENG_LANG_EMERGENCY_KIT: emergencyKit,
      TIENG_LANG_EMERGENCY_RESERVE_BYTES: '0',
      TIENG_LANG_MQTT_PUBLIC_URLS: mqttUrl,
      MQTT_URL: this.#options.mqttUrl ?? '',
    }
    const server = new ServerProcess(environment, program)
    this.serverProcess = server
    return { ...(await server.start()), process: server, stop: () => server.stop() }
  }

  async #settle(): Promise<void> {
    const { boards, program, quietHours = { windows: [] }, areas = AREAS, clockOf, logs } = this.#options
    const network = await this.#network()
    for (const area of areas) await this.administration.post('/api/v1/areas', area)
    const clusters: FleetCluster[] = []
    for (const [index, board] of boards.entries()) {
      const clusterId = `cum-${index + 1}`
      const settings = { quietHours }
      await this.administration.post('/api/v1/clusters', {
        clusterId,
        areaId: areas[index % areas.length]?.areaId,
        name: clusterId,
        settings,
      })
      const order = { clusterId, validMinutes: 60 }
      const { code } = await this.administration.post<{ code: string }>('/api/v1/enrolment-codes', order)
      clusters.push({ name: clusterId, enrolmentCode: code, board })
    }
    this.fleet = new Fleet({
      clock: systemClock,
      serverUrl: this.server.httpUrl,
      dataDir: this.dataDir,
      clusters,
      logLevel: logs ? 'info' : 'silent',
      ...(logs && { onLine: (cluster: string, line: string) => logs.onAgentLine(cluster, line) }),
      ...(program === undefined ? {} : { program }),
      ...(network && { network }),
      ...(clockOf === undefined ? {} : { clockOf }),
    })
    await this.fleet.start()
  }

  async #network(): Promise<FleetNetwork | undefined> {
    const { network: profile } = this.#options
    if (!profile) return undefined
    const { addresses } = await this.administration.get<StatusAnswer>('/api/v1/status')
    return { profile, mqttUrl: addresses.mqttUrls[0] ?? '', sender: addresses.senders[0], seed: 'village' }
  }
}

/** An agent that found no server several times waits up to thirty seconds before it looks again. */
const EVENTUALLY_MS_MAX = 45_000

/** Looks every 50 ms until `condition` gives something; rejects with `what` after `limitMs`. */
export async function eventually<T>(
  what: string,
  condition: () => Promise<T | undefined | false> | T | undefined | false,
  limitMs = EVENTUALLY_MS_MAX,
): Promise<T> {
  const endMs = systemClock.monotonicMs() + limitMs
  for (;;) {
    const found = await condition()
    if (found !== undefined && found !== false) return found
    if (systemClock.monotonicMs() > endMs) throw new Error(`did not happen within ${limitMs} ms: ${what}`)
    await sleep(systemClock, 50)
  }
}

/** Resolves at an instant of true time. */
export function at(instant: number): Promise<void> {
  return sleep(systemClock, Math.max(0, instant - systemClock.now()))
}
