import { DAY_MS, HOUR_MS } from '@tieng-lang/protocol'
import { removeEndedSessions } from '../../storage/accounts/sessions.ts'
import { removeEndedEnrolmentCodes } from '../../storage/trust/enrolment-codes.ts'
import { deliverAllConfigs } from '../delivery/cluster-config.ts'
import { deliverAllPlans } from '../delivery/plan-delivery.ts'
import { closeUnreported } from '../playouts/closing/close-unreported.ts'
import { finishMoves } from '../tree/area-paths.ts'
import type { Chore } from './chore.ts'
import { checkDayTotals } from './chores/day-totals.ts'
import { forgetOldRecords } from './chores/retention.ts'
import { forgetStops } from './chores/stops.ts'
import { removeUnneededMedia } from './chores/unneeded-media.ts'

/** A used code is kept for a board that asks again for an answer that it lost. */
const CODES_KEPT_MS = 30 * DAY_MS

/** Everything that the server does by itself now and then, in this order; backups beside it, by their own setting. */
export const CHORES: readonly Chore[] = [
  { name: 'forgetStops', when: 'hourly', run: forgetStops },
  {
    name: 'forgetCodes',
    when: 'hourly',
    run: ({ services: { clock, database } }) => ({
      removedCount: removeEndedEnrolmentCodes(database, clock.now() - CODES_KEPT_MS),
    }),
  },
  {
    name: 'endSessions',
    when: 'hourly',
    run: ({ services: { clock, config, database } }) => {
      const at = clock.now()
      const idleSince = at - config.access.sessionIdleHoursMax * HOUR_MS
      return { removedCount: removeEndedSessions(database, { at, idleSince }) }
    },
  },
  {
    name: 'finishMoves',
    when: 'hourly',
    run: ({ services }) => {
      finishMoves(services)
      return {}
    },
  },
  {
    // What an area handed down and could not be delivered then.
    name: 'deliverConfigs',
    when: 'hourly',
    run: async ({ services }) => {
      await deliverAllConfigs(services)
      return {}
    },
  },
  {
    // And seals anew what has a third of its validity left (DESIGN §3).
    name: 'deliverPlans',
    when: 'hourly',
    run: async ({ services }) => {
      await deliverAllPlans(services)
      return {}
    },
  },
  { name: 'closeUnreported', when: 'hourly', run: closeUnreported },
  { name: 'forgetOldRecords', when: 'nightly', run: forgetOldRecords },
  { name: 'checkDayTotals', when: 'nightly', run: checkDayTotals },
  { name: 'removeUnneededMedia', when: 'nightly', run: removeUnneededMedia },
]
