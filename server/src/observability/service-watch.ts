import {
  type Clock,
  MINUTE_MS,
  type ServerHealth,
  type ServiceManager,
  Watchdog,
  type WatchedPart,
} from '@tieng-lang/protocol'
import type { ServerLog } from '../broadcasting/server-log.ts'
import type { HealthWatch } from './health/health-watch.ts'

/** Of a part that is looked at every few seconds. */
const QUIET_MS_MAX = MINUTE_MS
/** A full disk is an answer of the database, and no restart empties it. */
const DATABASE_AT_WORK: readonly unknown[] = [null, 'databaseSlow', 'storageFull', 'onlyEmergencies']

export interface ServiceWatchOptions {
  health: HealthWatch
  manager: ServiceManager
  clock: Clock
  log: ServerLog
  /** A broker of somebody else that is away comes back by itself, whoever is started again here. */
  isBrokerOurs: boolean
}

/**
 * Lets systemd know that the server is alive while commits are made and the broker answers; that the event loop turns is
 * shown by its being told at all.
 */
export function watchService(options: ServiceWatchOptions): Watchdog {
  const { health, manager, clock, log } = options
  const parts = partsOf(options)
  health.onLook((found) => {
    for (const part of parts) part.look(found)
  })
  return new Watchdog({
    ...{ clock, manager, parts },
    onStuck: (part, quietMs) =>
      log.warn({ part, quietMs }, 'a part is stuck: systemd is not told any more that we are alive'),
  })
}

interface LookedAtPart extends WatchedPart {
  look(health: ServerHealth): void
}

function partsOf({ isBrokerOurs }: ServiceWatchOptions): LookedAtPart[] {
  const isAway = (code: unknown) => !isBrokerOurs && code === 'brokerNotConnected'
  return [
    lookedAt('database', ({ parts }) => DATABASE_AT_WORK.includes(parts.database.code)),
    lookedAt('broker', ({ parts }) => parts.broker.code === null || isAway(parts.broker.code)),
  ]
}

function lookedAt(name: string, isAtWork: (health: ServerHealth) => boolean): LookedAtPart {
  let count = 0
  return {
    name,
    quietMsMax: QUIET_MS_MAX,
    count: () => count,
    look: (health) => {
      if (isAtWork(health)) count += 1
    },
  }
}
