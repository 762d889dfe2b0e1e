import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Administration, Fleet, type FleetCluster, type FleetMember } from '@tieng-lang/hardware-sim'
import type { Media, PlayoutRecord, QuietHours } from '@tieng-lang/protocol'
import { systemChance, systemClock } from '@tieng-lang/protocol/node'
import { loadConfig, type RunningServer, startApp } from '@tieng-lang/server'
import { pino } from 'pino'

const AREA_ID = 'xa-thu'

export interface VillageOptions {
  /** One cluster each. */
  boards: NonNullable<FleetCluster['board']>[]
  /** The agent's bundle; without it the agents live in the test's process. */
  program?: string
  quietHours?: QuietHours
}

export interface AddedBulletin {
  bulletinId: string
  media: Media
}

/** A server and a few clusters on real wires, in one temporary folder. */
export class TestVillage {
  readonly dataDir: string
  server!: RunningServer
  administration!: Administration
  fleet!: Fleet
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
    const overrides = { dataDir: join(this.dataDir, 'server'), port: 0, mqtt: { port: 0 } }
    const config = loadConfig({ environment: {}, overrides })
    this.server = await startApp(config, {
      clock: systemClock,
      chance: systemChance,
      log: pino({ level: process.env.TL_LOG ?? 'silent' }),
      onBrokerFailure: (cause) => {
        throw cause
      },
    })
    this.administration = new Administration(this.server.adminSocket)
  }

  get members(): FleetMember[] {
    return this.fleet.members
  }

  /** Takes a recording in, approved by one person. */
  async addBulletin(file: string, title = 'Bản tin'): Promise<AddedBulletin> {
    const path = `/api/v1/bulletins?title=${encodeURIComponent(title)}`
    return this.administration.upload<AddedBulletin>(path, file)
  }

  /** Puts an approved programme for the whole village; anything left out has a usual value. */
  async putProgramme(definition: { playlist: unknown[] } & Record<string, unknown>): Promise<string> {
    const { programmeId = 'chuong-trinh', ...rest } = definition
    await this.administration.post('/api/v1/programmes', {
      isApprovedAtOnce: true,
      targets: { areas: [AREA_ID], zones: [], clusters: [] },
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

  /** Playout records as the server holds them. */
  playouts(): Promise<PlayoutRecord[]> {
    return this.administration.get<PlayoutRecord[]>('/api/v1/playouts')
  }

  storedAudioUrl(sha256: string): string {
    return `${this.server.httpUrl}/media/${sha256}`
  }

  async stop(): Promise<void> {
    await this.fleet.stop()
    await this.server.stop()
    await rm(this.dataDir, { recursive: true, force: true })
  }

  async #settle(): Promise<void> {
    const { boards, program, quietHours } = this.#options
    await this.administration.post('/api/v1/areas', { areaId: AREA_ID, name: 'Xã Thử' })
    const clusters: FleetCluster[] = []
    for (const [index, board] of boards.entries()) {
      const clusterId = `cum-${index + 1}`
      const settings = quietHours ? { quietHours } : {}
      await this.administration.post('/api/v1/clusters', {
        clusterId,
        areaId: AREA_ID,
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
      logLevel: 'silent',
      ...(program === undefined ? {} : { program }),
    })
    await this.fleet.start()
  }
}

/** Looks every 50 ms until `condition` gives something; rejects with `what` after `limitMs`. */
export async function eventually<T>(
  what: string,
  condition: () => Promise<T | undefined | false> | T | undefined | false,
  limitMs = 20_000,
): Promise<T> {
  const endMs = systemClock.monotonicMs() + limitMs
  for (;;) {
    const found = await condition()
    if (found !== undefined && found !== false) return found
    if (systemClock.monotonicMs() > endMs) throw new Error(`did not happen within ${limitMs} ms: ${what}`)
    await new Promise((resolve) => systemClock.after(50, () => resolve(undefined)))
  }
}
