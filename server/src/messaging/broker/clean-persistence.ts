import { Readable } from 'node:stream'
import { CodedError } from '@tieng-lang/protocol'
import type { AedesPublishPacket } from 'aedes'
import { RetainedStore } from './retained-store.ts'

/**
 * What aedes asks of a persistence (aedes-persistence 11), for a broker that keeps retained messages and nothing else:
 * clean sessions only, QoS 0 and 1, one process. So there is no subscription, queue or Will to bring back, and those
 * members answer with nothing. aedes itself publishes a Will from the connection, not from here.
 */
export class CleanPersistence {
  readonly #retained = new RetainedStore<AedesPublishPacket>()
  readonly #bytesMax: number
  #bytes = 0

  constructor(options: { retainedBytesMax: number }) {
    this.#bytesMax = options.retainedBytesMax
  }

  get retainedTopics(): number {
    return this.#retained.size
  }

  get retainedBytes(): number {
    return this.#bytes
  }

  async setup(): Promise<void> {}

  /** Whether a retained message still fits; asked before it is taken. */
  hasRoomFor(packet: { topic: string; payload: string | Uint8Array }): boolean {
    const before = sizeOf(this.#retained.get(packet.topic))
    return this.#bytes - before + packet.topic.length + packet.payload.length <= this.#bytesMax
  }

  /** An empty payload clears (MQTT 3.1.1 §3.3.1.3). The bound is kept by `hasRoomFor`. */
  async storeRetained(packet: AedesPublishPacket): Promise<void> {
    const before = sizeOf(this.#retained.get(packet.topic))
    if (packet.payload.length === 0) {
      this.#retained.delete(packet.topic)
      this.#bytes -= before
      return
    }
    // A copy: the payload is a view of a network buffer many times its size, which would live as long.
    const kept = { ...packet, payload: Buffer.from(packet.payload) }
    this.#retained.set(packet.topic, kept)
    this.#bytes += sizeOf(kept) - before
  }

  createRetainedStream(filter: string): Readable {
    return this.createRetainedStreamCombi([filter])
  }

  /**
   * What is retained now, each packet with the payload that its topic has when it is read: a client takes one after
   * another as fast as its line is, and must not be given an older one behind what was published meanwhile.
   */
  createRetainedStreamCombi(filters: readonly string[]): Readable {
    const found = filters.flatMap((filter) => this.#retained.match(filter))
    return Readable.from(found.map((packet) => this.#asItIsWhenRead(packet)))
  }

  #asItIsWhenRead(packet: AedesPublishPacket): AedesPublishPacket {
    const retained = this.#retained
    return {
      ...packet,
      get payload() {
        return retained.get(packet.topic)?.payload ?? NOTHING
      },
    }
  }

  async addSubscriptions(): Promise<void> {}
  async removeSubscriptions(): Promise<void> {}
  async cleanSubscriptions(): Promise<void> {}
  async subscriptionsByClient(): Promise<never[]> {
    return []
  }
  async subscriptionsByTopic(): Promise<never[]> {
    return []
  }
  async countOffline(): Promise<{ subsCount: number; clientsCount: number }> {
    return { subsCount: 0, clientsCount: 0 }
  }

  async outgoingEnqueue(): Promise<void> {}
  async outgoingEnqueueCombi(): Promise<void> {}
  async outgoingUpdate(): Promise<void> {}
  async outgoingClearMessageId(): Promise<void> {}
  outgoingStream(): Readable {
    return Readable.from([])
  }

  /** QoS 2 is refused before anything is stored, so a PUBREL (§3.6) can only ask for what never was. */
  async incomingGetPacket(): Promise<never> {
    throw new CodedError('qosNotSupported', 'no message of QoS 2 is kept')
  }
  async incomingStorePacket(): Promise<void> {}
  async incomingDelPacket(): Promise<void> {}
  async cleanIncoming(): Promise<void> {}

  async putWill(): Promise<void> {}
  async getWill(): Promise<undefined> {}
  async delWill(): Promise<undefined> {}
  streamWill(): Readable {
    return Readable.from([])
  }

  async destroy(): Promise<void> {}
}

/** What has been cleared since: an empty retained payload (MQTT 3.1.1 §3.3.1.3). */
const NOTHING = Buffer.alloc(0)

function sizeOf(packet: AedesPublishPacket | undefined): number {
  return packet ? packet.topic.length + packet.payload.length : 0
}
