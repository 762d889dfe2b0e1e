import { randomBytes } from 'node:crypto'
import { type MessageTransport, topicOf } from '@tieng-lang/protocol'
import { mqttTransport, systemClock } from '@tieng-lang/protocol/node'
import type { RunningServer } from '@tieng-lang/server'
import { secretSha256 } from '../../../server/src/messaging/broker/admission/credentials.ts'
import { percentile, rounded } from '../figures/percentile.ts'

const PASSWORD = 'floor'
const ROUNDS = 5
const PAUSE_MS = 500
const TOPIC = topicOf('emergencies', { areaId: 'floor', emergencyId: 'floor' })

export interface BrokerFloor {
  /** From the publication until 99 of 100 of the bare subscribers had it, the median of some rounds. */
  brokerFloorMs: number
}

/** What the server's own broker takes for bytes like these to as many subscribers with nothing between and behind. */
export async function measureBrokerFloor(
  { services: { broker }, mqttUrl }: RunningServer,
  size: { subscribers: number; bytes: number },
): Promise<BrokerFloor> {
  const names = Array.from({ length: size.subscribers }, (_, index) => `floor-${index}`)
  const secret = secretSha256(PASSWORD)
  await broker.allow(names.map((username) => ({ username, secretSha256: secret, role: 'cluster' })))
  const arrivals: number[] = []
  const subscribers = await Promise.all(
    names.map((username) =>
      connected({ urls: [mqttUrl], clientId: username, username, password: PASSWORD }, () =>
        arrivals.push(systemClock.monotonicMs()),
      ),
    ),
  )
  const publisher = await connected({ ...broker.connection, clientId: 'floor' }, () => {})
  try {
    await Promise.all(subscribers.map((subscriber) => subscriber.subscribe([TOPIC])))
    const rounds: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      arrivals.length = 0
      const beganMs = systemClock.monotonicMs()
      await publisher.publish(TOPIC, randomBytes(size.bytes), { isRetained: false })
      while (arrivals.length < names.length) await passed(10)
      rounds.push(percentile(arrivals, 0.99) - beganMs)
      await passed(PAUSE_MS)
    }
    return { brokerFloorMs: rounded(percentile(rounds, 0.5), 1) }
  } finally {
    await Promise.all([publisher, ...subscribers].map((transport) => transport.stop()))
    for (const username of names) await broker.forbid(username)
  }
}

function connected(
  options: Parameters<typeof mqttTransport>[0],
  onMessage: () => void,
): Promise<MessageTransport> {
  const transport = mqttTransport(options, systemClock)
  return new Promise((resolve, reject) =>
    transport.start({
      onMessage,
      onConnected: () => resolve(transport),
      onDisconnected: () => {},
      onConnectFailed: reject,
    }),
  )
}

function passed(durationMs: number): Promise<void> {
  return new Promise((resolve) => systemClock.after(durationMs, resolve))
}
