import { type Clock, type HealthParts, SECOND_MS } from '@tieng-lang/protocol'
import type { BrokerLink } from '../../messaging/broker-link.ts'
import { within } from './within.ts'

const ANSWER_MS_MAX = 3 * SECOND_MS

/** Whether the broker is reached and acknowledges what is published: one small message that nobody subscribes to. */
export async function checkBroker(
  link: Pick<BrokerLink, 'isConnected' | 'pulse'>,
  clock: Clock,
): Promise<HealthParts['broker']> {
  if (!link.isConnected()) return { state: 'failing', code: 'brokerNotConnected', acknowledgedMs: null }
  const beganMs = clock.monotonicMs()
  const isAcknowledged = await within(
    clock,
    ANSWER_MS_MAX,
    link.pulse().then(() => true),
  ).catch(() => false)
  if (isAcknowledged !== true) return { state: 'failing', code: 'brokerNotAnswering', acknowledgedMs: null }
  return { state: 'ok', code: null, acknowledgedMs: clock.monotonicMs() - beganMs }
}
