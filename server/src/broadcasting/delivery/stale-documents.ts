import { type ClusterId, MINUTE_MS, matchTopic, topicOf } from '@tieng-lang/protocol'
import { findDocument, forgetBody } from '../../storage/documents.ts'
import { deliverReceipts } from '../playouts/receipts.ts'
import type { Services } from '../services.ts'
import { deliverConfig, deliverKeys } from './cluster-config.ts'
import { deliverPlan } from './plan-delivery.ts'

/** What was sealed so short ago is newer than anything that a cluster may hold of before. */
const SEALED_JUST_NOW_MS = MINUTE_MS

const DELIVER = { plan: deliverPlan, config: deliverConfig, receipts: deliverReceipts }

/**
 * A cluster says that what we publish is older than what it holds: our database is a restored copy of a former day. The
 * document is sealed anew as of now, so that the cluster takes it again, and learns from the receipts which of its
 * records we do not hold any more.
 */
export function sealStaleAnew(services: Services, clusterId: ClusterId, topic: string): void {
  const name = matchTopic(topic)?.name
  if (name !== 'keys' && name !== 'config' && name !== 'plan' && name !== 'receipts') return
  if (topic !== topicOf(name, { clusterId })) return
  const { clock, database } = services
  const held = findDocument(database, topic)
  if (!held || clock.now() - held.sealedAt < SEALED_JUST_NOW_MS) return
  forgetBody(database, topic)
  if (name === 'keys') deliverKeys(services)
  else DELIVER[name](services, clusterId)
}
