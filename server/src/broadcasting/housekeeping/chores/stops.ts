import { DAY_MS } from '@tieng-lang/protocol'
import { listLongStops, removeStop } from '../../../storage/housekeeping/stale-stops.ts'
import { removeForgottenStops } from '../../../storage/orders/stopped-broadcasts.ts'
import { findProgramme } from '../../../storage/programmes.ts'
import type { Services } from '../../services.ts'
import type { ChoreContext, Did } from '../chore.ts'

/** A slot that far ahead is looked at again; nearer ones go by themselves, when they are past. */
const FAR_MS = 30 * DAY_MS
/** Nobody stops anything farther ahead than that and means it. */
const FAR_MS_MAX = 2 * 366 * DAY_MS

/** Forgets stops whose slot is past, and those of slots far ahead that nothing planned has. */
export function forgetStops({ services }: ChoreContext): Did {
  const { clock, database } = services
  const now = clock.now()
  const forgottenCount = removeForgottenStops(database, now)
  const empty = listLongStops(database, now + FAR_MS).filter(({ broadcastId, stoppedAt }) => {
    // A programme that is taken off the air and approved again within days still finds its stop.
    return now - stoppedAt > FAR_MS && !mayStillSound(services, broadcastId, now)
  })
  database.transaction(() => {
    for (const stop of empty) removeStop(database, stop)
  })
  return { forgottenCount, emptyCount: empty.length }
}

/** Whether any cluster's plan could have that slot: `{programmeId}@{local start}`. */
function mayStillSound({ database }: Services, broadcastId: string, now: number): boolean {
  const [programmeId = '', start = ''] = broadcastId.split('@')
  const startsAt = Date.parse(`${start.slice(0, 10)}T00:00:00Z`)
  if (!(startsAt < now + FAR_MS_MAX)) return false
  const playing = findProgramme(database, programmeId)?.playing
  if (!playing) return false
  const { until } = playing.definition.validity
  return until === undefined || startsAt <= Date.parse(`${until}T00:00:00Z`)
}
