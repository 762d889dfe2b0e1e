import { type Id, itemBulletinId } from '@tieng-lang/protocol'
import { listProgrammes } from '../../storage/programmes.ts'
import { deliverAllPlansSoon } from '../delivery/deliver-soon.ts'
import type { Delivery } from '../delivery/plan-delivery.ts'
import type { Services } from '../services.ts'

/** Delivers plans anew after a bulletin has changed; most are in no programme yet, and then no plan can say anything new. */
export function deliverPlansWith(services: Services, bulletinId: Id, delivery: Delivery): void {
  const isCarried = listProgrammes(services.database).some(({ playing }) =>
    playing?.definition.playlist.some((item) => itemBulletinId(item) === bulletinId),
  )
  if (isCarried) deliverAllPlansSoon(services, delivery)
}
