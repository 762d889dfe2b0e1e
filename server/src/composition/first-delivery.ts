import type { Logger } from 'pino'
import { deliverAllConfigs, deliverKeys } from '../broadcasting/delivery/cluster-config.ts'
import { deliverAllPlans } from '../broadcasting/delivery/plan-delivery.ts'
import { deliverAllReceipts } from '../broadcasting/playouts/receipts.ts'
import type { Services } from '../broadcasting/services.ts'

/** What the database says must be on the broker, whatever the last life of the server came to. */
export async function deliverEverything(services: Services, log: Logger): Promise<void> {
  deliverKeys(services)
  // Without an address there is no config yet: a first start learns its own when the doors are open.
  if (services.addresses.httpUrls.length > 0 && services.addresses.mqttUrls.length > 0)
    await deliverAllConfigs(services)
  // One commune's overfull plan must not keep the others' server from starting.
  await deliverAllPlans(services).catch((err) => log.error({ err }, 'not every plan was delivered'))
  await deliverAllReceipts(services)
}
