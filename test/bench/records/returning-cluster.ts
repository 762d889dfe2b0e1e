import type { Socket } from 'node:net'
import { clusterSubscriptions, type KeyPair, matchTopic, topicOf } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import {
  connectBytes,
  openRaw,
  pubackBytes,
  publishBytes,
  type RawPacket,
  subscribeBytes,
} from '../../../server/test/messaging/broker/raw-mqtt.ts'
import type { ThinIdentity } from '../plan/thin-cluster.ts'
import { sealedRecords } from './sealed-records.ts'

export type ReturningIdentity = ThinIdentity & { pair: KeyPair }

/** As the agent's own sender. */
const IN_FLIGHT_MAX = 20
const PACKET_IDS_FROM = 10
/** MQTT 3.1.1 §3.12; whoever waits for receipts must not be taken for dead. */
const PING = Buffer.from([0xc0, 0])
const PING_EVERY_MS = 10_000
/** As the agent: without a receipt all behind the last one is sent again. */
const AGAIN_AFTER_PINGS = 6

/** A cluster that was alone for a while: it comes back with its records and goes on until the server has them all. */
export class ReturningCluster {
  readonly #identity: ReturningIdentity
  readonly #records: readonly Uint8Array[]
  #socket: Socket | undefined
  #sentCount = 0
  #storedThrough = 0
  #pings = 0
  #done: () => void = () => {}

  constructor(identity: ReturningIdentity, recordCount: number) {
    this.#identity = identity
    this.#records = sealedRecords(identity.clusterId, identity.pair, recordCount)
  }

  /** Resolves when the server's receipts name the last of its records. */
  comeBack(port: number): Promise<void> {
    const { clusterId, mqttSecret: password } = this.#identity
    return new Promise((resolve, reject) => {
      this.#done = resolve
      const socket = openRaw(port, (received) => {
        if (received.kind === 'connack' && received.returnCode !== 0)
          reject(new Error(`${clusterId} refused with ${received.returnCode}`))
        else this.#take(received)
      })
      this.#socket = socket
      socket.write(connectBytes({ clientId: clusterId, username: clusterId, password }))
    })
  }

  #take(received: RawPacket): void {
    const { clusterId, areaPath } = this.#identity
    if (received.kind === 'connack')
      this.#socket?.write(subscribeBytes(1, clusterSubscriptions(clusterId, areaPath)))
    if (received.kind === 'suback') {
      this.#sendSome()
      systemClock.after(PING_EVERY_MS, () => this.#ping())
    }
    if (received.kind === 'puback') this.#sendNext()
    if (received.kind === 'publish') this.#takeReceipts(received)
  }

  #sendSome(): void {
    for (let each = 0; each < IN_FLIGHT_MAX; each += 1) this.#sendNext()
  }

  #ping(): void {
    if (this.#storedThrough >= this.#records.length) return
    this.#socket?.write(PING)
    systemClock.after(PING_EVERY_MS, () => this.#ping())
    this.#pings += 1
    if (this.#pings < AGAIN_AFTER_PINGS || this.#sentCount < this.#records.length) return
    this.#pings = 0
    this.#sentCount = this.#storedThrough
    this.#sendSome()
  }

  #sendNext(): void {
    const payload = this.#records[this.#sentCount]
    if (!payload) return
    this.#sentCount += 1
    const topic = topicOf('playouts', { clusterId: this.#identity.clusterId })
    const packetId = PACKET_IDS_FROM + this.#sentCount
    this.#socket?.write(publishBytes({ topic, payload: Buffer.from(payload), packetId }))
  }

  #takeReceipts({ topic, payload, packetId }: Extract<RawPacket, { kind: 'publish' }>): void {
    this.#socket?.write(pubackBytes(packetId))
    if (matchTopic(topic)?.name !== 'receipts' || payload.length === 0) return
    const from = payload.indexOf('.') + 1
    const claims = payload.toString('latin1', from, payload.indexOf('.', from))
    const { body } = JSON.parse(Buffer.from(claims, 'base64url').toString())
    if (body.storedThrough > this.#storedThrough) this.#pings = 0
    this.#storedThrough = body.storedThrough
    if (this.#storedThrough >= this.#records.length) this.#done()
  }
}
