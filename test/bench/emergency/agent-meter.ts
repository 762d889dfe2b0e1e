import type { FleetMember } from '@tieng-lang/hardware-sim'
import { type MessageTransport, matchTopic, type TransportOptions } from '@tieng-lang/protocol'
import { mqttTransport, systemClock } from '@tieng-lang/protocol/node'

/**
 * Takes an agent's own time for an emergency: from the transport's handing over its bytes until the sound has been
 * decided and armed, so that the next frame pulled belongs to it, and until the board's relay has been switched (which
 * is a little later than that the write was sent). Nothing else of the agent is touched.
 */
export class AgentMeter {
  readonly #member: () => FleetMember | undefined
  #inMs: number | undefined
  #armedMs: number | undefined

  constructor(member: () => FleetMember | undefined) {
    this.#member = member
  }

  /** What ships, and the time taken around what it tells. */
  transport(options: TransportOptions): MessageTransport {
    const shipped = mqttTransport(options, systemClock)
    return {
      start: (handlers) =>
        shipped.start({
          ...handlers,
          onConnected: () => handlers.onConnected(),
          onDisconnected: () => handlers.onDisconnected(),
          onMessage: (message) => {
            const isFirst = this.#inMs === undefined && matchTopic(message.topic)?.name === 'emergencies'
            if (isFirst) this.#inMs = systemClock.monotonicMs()
            handlers.onMessage(message)
            if (isFirst && this.#isArmed()) this.#armedMs = systemClock.monotonicMs()
          },
        }),
      publish: (topic, payload, how) => shipped.publish(topic, payload, how),
      subscribe: (filters) => shipped.subscribe(filters),
      unsubscribe: (filters) => shipped.unsubscribe(filters),
      stop: () => shipped.stop(),
    }
  }

  /** NaN where nothing was armed at once, or the relay was never switched. */
  agentMs(): number {
    const switchedOnMs = this.#member()?.board.power.switchedOnMs ?? Number.NaN
    return Math.max(this.#armedMs ?? Number.NaN, switchedOnMs) - (this.#inMs ?? Number.NaN)
  }

  #isArmed(): boolean {
    const { current, next } = this.#member()?.agent?.conductor.output() ?? {}
    return [current, next].some((playing) => playing?.sound.priority === 'emergency')
  }
}
