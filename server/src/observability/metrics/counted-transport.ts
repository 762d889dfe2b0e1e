import type { MessageTransport } from '@tieng-lang/protocol'
import type { ServerMetrics } from './server-metrics.ts'

/** The same transport, with everything that passes it counted. */
export function countedTransport(
  transport: MessageTransport,
  metrics: Pick<ServerMetrics, 'published' | 'received'>,
): MessageTransport {
  return {
    start: (handlers) =>
      transport.start({
        ...handlers,
        onMessage: (message) => {
          metrics.received()
          handlers.onMessage(message)
        },
      }),
    async publish(topic, payload, options) {
      try {
        await transport.publish(topic, payload, options)
      } catch (cause) {
        metrics.published('failed')
        throw cause
      }
      metrics.published('acknowledged')
    },
    subscribe: (filters) => transport.subscribe(filters),
    unsubscribe: (filters) => transport.unsubscribe(filters),
    stop: () => transport.stop(),
  }
}
