import type { FleetMember } from '@tieng-lang/hardware-sim'
import { type MessageTransport, matchTopic, type TransportOptions } from '@tieng-lang/protocol'
import { mqttTransport, systemClock } from '@tieng-lang/protocol/node'
import { whenWrittenTo } from './modbus-writes.ts'

/**
 * Takes an agent's own time for an emergency: from the transport's handing over its bytes until the sound has been
 * decided and armed, so that the next frame pulled belongs to it, and until the write to the board's relay is sent.
 */
export class AgentMeter {
  readonly #member: () => FleetMember | undefined
  #inMs: number | undefined
  #armedMs: number | undefined
  #writtenMs: number | undefined

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
            if (isFirst) this.#begin()
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

  /** NaN where nothing was armed at once, or nothing was written. */
  agentMs(): number {
    const [doneMs, inMs] = [Math.max(this.#armedMs ?? Number.NaN, this.#writtenMs ?? Number.NaN), this.#inMs]
    return doneMs - (inMs ?? Number.NaN)
  }

  #begin(): void {
    this.#inMs = systemClock.monotonicMs()
    const { board } = this.#member() ?? {}
    if (board)
      whenWrittenTo(board.modbus.port, () => {
        this.#writtenMs = systemClock.monotonicMs()
      })
  }

  #isArmed(): boolean {
    const { current, next } = this.#member()?.agent?.conductor.output() ?? {}
    return [current, next].some((playing) => playing?.sound.priority === 'emergency')
  }
}
