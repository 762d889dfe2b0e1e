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

/** What a board is given when it becomes a cluster, as far as this one needs it. */
export type ThinIdentity = { clusterId: string } & Pick<EnrolmentAnswer, 'areaPath' | 'mqttSecret'>

/** A cluster with no sound: enrolled, connected and subscribed as an agent, it takes its plans and says so. */
export class ThinCluster {
  readonly #identity: ThinIdentity
  #socket: Socket | undefined
  #packetId = 10

  constructor(identity: ThinIdentity) {
    this.#identity = identity
  }

  /** Resolves when it is subscribed. */
  connect(port: number): Promise<void> {
    const { clusterId, areaPath, mqttSecret: password } = this.#identity
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

  #take({ topic, payload, packetId }: Extract<RawPacket, { kind: 'publish' }>): void {
    this.#socket?.write(pubackBytes(packetId))
    if (matchTopic(topic)?.name !== 'plan' || payload.length === 0) return
    const from = payload.indexOf('.') + 1
    const claims = payload.toString('latin1', from, payload.indexOf('.', from))
    const { revision, documentId } = JSON.parse(Buffer.from(claims, 'base64url').toString())
    this.#packetId = (this.#packetId + 1) % PACKET_IDS
    const ack = { kind: 'document', type: 'plan', documentId, revision, at: systemClock.now() }
    const acks = topicOf('acks', { clusterId: this.#identity.clusterId })
    this.#socket?.write(
      publishBytes({ topic: acks, payload: JSON.stringify(ack), packetId: this.#packetId + 1 }),
    )
  }
}

/** As a board asks for its identity, without the HTTP between. */
export async function enrolThin(services: Services, clusterId: string): Promise<ThinIdentity> {
  const { code } = issueEnrolmentCode(services, { clusterId, validMs: CODE_VALID_MS }, LOCAL)
  const { publicKey } = createKeyPair()
  const given = await enrol(services, { code, publicKey, agentVersion: 'bench' })
  return { clusterId, areaPath: given.areaPath, mqttSecret: given.mqttSecret }
}
