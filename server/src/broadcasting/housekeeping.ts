import { DAY_MS } from '@tieng-lang/protocol'
import { schedule } from 'node-cron'
import { removeEndedEnrolmentCodes } from '../storage/enrolment-codes.ts'
import { removeForgottenStops } from '../storage/stopped-broadcasts.ts'
import { deliverAllConfigs } from './delivery/cluster-config.ts'
import { deliverAllPlans } from './delivery/plan-delivery.ts'
import type { Services } from './services.ts'
import { finishMoves } from './tree/area-paths.ts'

/** A used code is kept for a board that asks again for an answer that it lost. */
const CODES_KEPT_MS = 30 * DAY_MS

/** What has to be done now and then: forget what has ended, seal anew what is about to end. */
export async function keepHouse(services: Services): Promise<void> {
  const { clock, database } = services
  const now = clock.now()
  removeForgottenStops(database, now)
  removeEndedEnrolmentCodes(database, now - CODES_KEPT_MS)
  finishMoves(services)
  // What an area handed down and could not be delivered then.
  await deliverAllConfigs(services)
  await deliverAllPlans(services)
}

/** Once an hour, not at the full hour when everything sounds. */
export function startHousekeeping(
  services: Services,
  onTrouble: (cause: unknown) => void,
): { stop(): Promise<void> } {
  const task = schedule('17 * * * *', () => keepHouse(services).catch(onTrouble), { noOverlap: true })
  return {
    stop: async () => {
      await task.destroy()
    },
  }
}
