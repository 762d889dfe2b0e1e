import type { Services } from '../services.ts'
import { type Delivery, deliverAllPlans } from './plan-delivery.ts'

/**
 * Every plan, in the background: whoever approved something is answered once that is recorded, and sees by each cluster's
 * wanted and held revision how far it has come. What fails is counted, and done at the next start or in the hourly round.
 */
export function deliverAllPlansSoon(services: Services, delivery: Delivery = {}): void {
  deliverAllPlans(services, delivery).catch((cause: unknown) =>
    services.reports.count(undefined, 'planNotDelivered', String(cause)),
  )
}
