import { Gauge, type Registry } from 'prom-client'
import type { PlayoutLog } from '../../broadcasting/playouts/playout-log.ts'
import type { Services } from '../../broadcasting/services.ts'
import { databaseSizes } from '../machine-health.ts'
import type { Observability } from '../observability.ts'

const MS_PER_SECOND = 1_000

export interface GaugeSources {
  services: Services
  observability: Observability
  playoutLog: Pick<PlayoutLog, 'waitingCount'>
  /** When the newest backup was taken; undefined where there is none. */
  newestBackupAt(): number | undefined
}

/** What stands at the moment of the question; nothing is kept between two of them. */
export function addGauges(registry: Registry, sources: GaugeSources): void {
  for (const [name, { help, read }] of Object.entries(gaugesOf(sources))) {
    const gauge: Gauge = new Gauge({
      name: `tieng_lang_${name}`,
      help,
      registers: [registry],
      collect: () => gauge.set(read() ?? Number.NaN),
    })
  }
}

interface Reading {
  help: string
  /** Undefined where it cannot be known now. */
  read(): number | null | undefined
}

function gaugesOf(sources: GaugeSources): Record<string, Reading> {
  return { ...fleetGauges(sources), ...queueGauges(sources), ...machineGauges(sources) }
}

function fleetGauges({ services: { board, live } }: GaugeSources): Record<string, Reading> {
  return {
    live_sessions_open: { help: 'Live sessions under way', read: () => live.open().length },
    live_clusters_sounding: {
      help: 'Clusters that sound a live session, by their own word',
      read: () => live.open().reduce((sum, { book }) => sum + book.soundingCount(), 0),
    },
    clusters_enrolled: { help: 'Clusters with a device', read: () => board.totals().enrolled },
    clusters_connected: { help: 'Clusters that are connected', read: () => board.totals().connected },
    clusters_plan_behind: {
      help: 'Clusters that do not hold the plan that is meant for them',
      read: () => board.totals().planBehind,
    },
    outbox_records_lost: {
      help: 'Records that clusters say they had to drop before any server had stored them',
      read: () => board.totals().losses.records,
    },
    agent_acks_lost: {
      help: 'Acknowledgements that clusters say they had to drop',
      read: () => board.totals().losses.acks,
    },
    agent_storage_failures: {
      help: 'How often disks of clusters refused, by their own count',
      read: () => board.totals().losses.storageFailures,
    },
    records_missing: {
      help: 'Playout records that never came',
      read: () => board.totals().missingRecords,
    },
  }
}

function queueGauges({ services, playoutLog }: GaugeSources): Record<string, Reading> {
  const { link, intakes, updates } = services
  return {
    documents_waiting: {
      help: 'Documents that the broker has not acknowledged yet',
      read: () => link.publisher.waitingCount(),
    },
    records_waiting: {
      help: 'Playout records that have come and are not stored yet',
      read: () => playoutLog.waitingCount(),
    },
    intakes_waiting: {
      help: 'Recordings on their way in',
      read: () => intakes.underWayCount(),
    },
    watchers: { help: 'Open pages on the updates socket', read: () => updates.watcherCount() },
  }
}

function machineGauges({ services, observability, newestBackupAt }: GaugeSources): Record<string, Reading> {
  const { health, databasePath } = observability
  const { clock, link } = services
  const backupAgeS = () => {
    const takenAt = newestBackupAt()
    return takenAt === undefined ? undefined : (clock.now() - takenAt) / MS_PER_SECOND
  }
  return {
    broker_connected: { help: '1 while the broker is reached', read: () => Number(link.isConnected()) },
    database_bytes: { help: 'Of its own file', read: () => databaseSizes(databasePath).databaseBytes },
    database_wal_bytes: { help: 'Of its log', read: () => databaseSizes(databasePath).walBytes },
    database_write_seconds: {
      help: 'The last commit of the health check',
      read: () => seconds(health.latest().parts.database.writeMs),
    },
    event_loop_delay_p99_seconds: {
      help: 'How late the event loop was between the last two looks',
      read: () => seconds(health.latest().parts.eventLoop.delayP99Ms),
    },
    rss_bytes: { help: 'Memory of the process', read: () => process.memoryUsage.rss() },
    disk_free_bytes: {
      help: 'What is left for us of the disk under the data folder',
      read: () => health.latest().parts.disk.freeBytes,
    },
    backup_age_seconds: { help: 'Since the newest backup; NaN where there is none', read: backupAgeS },
    health: {
      help: '0 where all is well, 1 degraded, 2 failing',
      read: () => ['ok', 'degraded', 'failing'].indexOf(health.latest().state),
    },
  }
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : ms / MS_PER_SECOND
}
