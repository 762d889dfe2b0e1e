import { type ChildProcess, fork } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createKeyPair, type StatusAnswer } from '@tieng-lang/protocol'
import { AdminClient, systemClock } from '@tieng-lang/protocol/node'
import BetterSqlite from 'better-sqlite3'
import { sha256Hex } from '../../../server/src/access/secrets.ts'
import { openDatabase } from '../../../server/src/storage/database.ts'
import { replaceDevice } from '../../../server/src/storage/tree/clusters.ts'
import { askMainPages } from '../pages/main-requests.ts'
import { clusterOf, communeOf, seed } from '../pages/seed.ts'
import type { ThinIdentity } from '../plan/thin-cluster.ts'
import { ThinFleet } from '../plan/thin-fleet.ts'
import { answerOf } from '../processes/child.ts'

const MQTT_SECRET = 'fanout-bench-secret'
const RETURNING = 200
const RECONNECT_EVERY_MS = 10_000

/** A province's server with months of records, as a process of its own. */
export class BusyServer {
  readonly adminSocket: string
  administration!: AdminClient
  status!: StatusAnswer
  readonly #dataDir: string
  #process: ChildProcess | undefined
  #isBusy = false
  #fleet: ThinFleet | undefined
  /** How often its pages were asked for while it was kept busy, and how often the clusters came back. */
  requests = 0
  returns = 0

  constructor(folder: string) {
    this.#dataDir = join(folder, 'server')
    this.adminSocket = join(this.#dataDir, 'admin.sock')
  }

  async start(): Promise<void> {
    mkdirSync(this.#dataDir)
    const path = join(this.#dataDir, 'server.sqlite')
    seed(path, systemClock.now())
    const database = openDatabase(path, systemClock.now())
    for (const { clusterId } of returning()) {
      const { kid, publicKey } = createKeyPair()
      const device = {
        kid,
        publicKey,
        mqttSecretSha256: sha256Hex(MQTT_SECRET),
        enrolledAt: systemClock.now(),
      }
      replaceDevice(database, clusterId, device)
    }
    database.close()
    // The benchmark may run at night.
    const connection = new BetterSqlite(path)
    connection.exec(`UPDATE areas SET settings = '{"quietHours":{"windows":[]}}' WHERE areaId = 'tinh'`)
    connection.close()
    const program = new URL('../pages/server-process.ts', import.meta.url)
    this.#process = fork(program, [this.#dataDir], { execArgv: ['--import', 'tsx'] })
    await answerOf(this.#process)
    this.administration = new AdminClient(this.adminSocket)
    this.status = await this.administration.get<StatusAnswer>('/api/v1/status')
  }

  /** From now on somebody looks at pages and history without a pause, and 200 clusters come back again and again. */
  keepBusy(): void {
    this.#isBusy = true
    void this.#look()
    void this.#comeBack()
  }

  stop(): void {
    this.#isBusy = false
    this.#fleet?.stop()
    this.#process?.kill('SIGKILL')
  }

  async #look(): Promise<void> {
    const httpUrl = this.status.addresses.httpUrls[0] ?? ''
    while (this.#isBusy) {
      const { requests } = await askMainPages(httpUrl, async () => async () => 0).catch(() => ({
        requests: 0,
      }))
      this.requests += requests
    }
  }

  async #comeBack(): Promise<void> {
    const port = Number(new URL(this.status.addresses.mqttUrls[0] ?? '').port)
    while (this.#isBusy) {
      this.#fleet?.stop()
      this.#fleet = await ThinFleet.connect(port, returning())
      this.returns += 1
      await new Promise((resolve) => setTimeout(resolve, RECONNECT_EVERY_MS))
    }
  }
}

function returning(): ThinIdentity[] {
  return Array.from({ length: RETURNING }, (_, index) => ({
    clusterId: clusterOf(index),
    areaPath: ['tinh', communeOf(index)],
    mqttSecret: MQTT_SECRET,
  }))
}
