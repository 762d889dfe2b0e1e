import type { Socket } from 'node:net'
import {
  clusterSubscriptions,
  createKeyPair,
  type EnrolmentAnswer,
  matchTopic,
  topicOf,
} from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { enrol, issueEnrolmentCode } from '../../../server/src/broadcasting/enrolment.ts'
import type { Services } from '../../../server/src/broadcasting/services.ts'
import {
  connectBytes,
  openRaw,
  pubackBytes,
  publishBytes,
  type RawPacket,
  subscribeBytes,
} from '../../../server/test/messaging/broker/raw-mqtt.ts'
import { LOCAL } from '../../../server/test/tree.ts'

const CODE_VALID_MS = 600_000
const PACKET_IDS = 60_000

/** A cluster with no sound: enrolled, connected and subscribed as an agent, it takes its plans and says so. */
export class ThinCluster {
  readonly clusterId: string
  readonly #identity: EnrolmentAnswer
  #socket: Socket | undefined
  #packetId = 10

  constructor(clusterId: string, identity: EnrolmentAnswer) {
    this.clusterId = clusterId
    this.#identity = identity
  }

  /** Resolves when it is subscribed. */
  connect(port: number): Promise<void> {
    const { clusterId } = this
    const { areaPath, mqttSecret: password } = this.#identity
    return new Promise((resolve, reject) => {
      const socket = openRaw(port, (received) => {
        if (received.kind === 'connack' && received.returnCode !== 0)
          reject(new Error(`${clusterId} refused with ${received.returnCode}`))
        if (received.kind === 'connack')
          socket.write(subscribeBytes(1, clusterSubscriptions(clusterId, areaPath)))
        if (received.kind === 'suback') resolve()
        if (received.kind === 'publish') this.#take(received)
      })
      this.#socket = socket
      socket.write(connectBytes({ clientId: clusterId, username: clusterId, password }))
    })
  }

  stop(): void {
    this.#socket?.destroy()
  }

  #take({ topic, payload, packetId }: Extract<RawPacket, { kind: 'publish' }>): void {
    this.#socket?.write(pubackBytes(packetId))
    if (matchTopic(topic)?.name !== 'plan' || payload.length === 0) return
    const [, claims = ''] = payload.toString('latin1').split('.')
    const { revision, documentId } = JSON.parse(Buffer.from(claims, 'base64url').toString())
    this.#packetId = (this.#packetId + 1) % PACKET_IDS
    const ack = { kind: 'document', type: 'plan', documentId, revision, at: systemClock.now() }
    const acks = topicOf('acks', { clusterId: this.clusterId })
    this.#socket?.write(
      publishBytes({ topic: acks, payload: JSON.stringify(ack), packetId: this.#packetId + 1 }),
    )
  }
}

/** As a board asks for its identity, without the HTTP between. */
export async function enrolThin(services: Services, clusterId: string): Promise<ThinCluster> {
  const { code } = issueEnrolmentCode(services, { clusterId, validMs: CODE_VALID_MS }, LOCAL)
  const { publicKey } = createKeyPair()
  return new ThinCluster(clusterId, await enrol(services, { code, publicKey, agentVersion: 'bench' }))
}
