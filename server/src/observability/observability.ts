import { listBackups } from '../backup/kept-backups.ts'
import type { PlayoutLog } from '../broadcasting/playouts/playout-log.ts'
import type { Services } from '../broadcasting/services.ts'
import { checkBroker } from './health/broker-check.ts'
import { ClockCheck } from './health/clock-check.ts'
import { checkDatabase } from './health/database-check.ts'
import { checkDisk, diskSpaceOf } from './health/disk-check.ts'
import { logHealthChange } from './health/health-log.ts'
import { HealthWatch } from './health/health-watch.ts'
import { checkLoop, LoopDelay } from './health/loop-check.ts'
import { addGauges } from './metrics/gauges.ts'
import type { ServerMetrics } from './metrics/server-metrics.ts'
import type { Readiness } from './readiness.ts'

/** What the server knows of itself. */
export interface Observability {
  health: HealthWatch
  readiness: Readiness
  startedMs: number
  databasePath: string
}

export interface WatchedServer {
  services: Services
  databasePath: string
  readiness: Readiness
  metrics: ServerMetrics
  playoutLog: Pick<PlayoutLog, 'waitingCount'>
}

/** Puts the watching together and takes the first look. Gives the way to end it as well. */
export async function startObservability({
  services,
  readiness,
  databasePath,
  metrics,
  playoutLog,
}: WatchedServer): Promise<Observability & { stop(): void }> {
  const { clock, database, config, link } = services
  const { diskFreeBytesLow, diskFreePercentLow, diskFreeBytesFull } = config.health
  const limits = {
    freeBytesLow: diskFreeBytesLow,
    freePercentLow: diskFreePercentLow,
    freeBytesFull: diskFreeBytesFull,
  }
  const loop = new LoopDelay()
  loop.start()
  const clockCheck = new ClockCheck(clock)
  clockCheck.start(database)
  const health = new HealthWatch(clock, {
    database: () => checkDatabase(database, clock),
    broker: () => checkBroker(link, clock),
    disk: () => checkDisk(() => diskSpaceOf(config.dataDir), limits, clock),
    eventLoop: () => checkLoop(loop),
    clock: () => clockCheck.look(),
  })
  health.onLook((found, before) => logHealthChange(services.log, found, before))
  await health.start()
  const observability = { health, readiness, startedMs: clock.monotonicMs(), databasePath }
  const newestBackupAt = () => listBackups(services.backups.folder())[0]?.manifest.takenAt
  addGauges(metrics.registry, { services, observability, playoutLog, newestBackupAt })
  return {
    ...observability,
    stop() {
      health.stop()
      loop.stop()
    },
  }
}
