import { topicOf } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterEach, expect, test } from 'vitest'
import { ServerFlow } from '../../../src/messaging/broker/server-flow.ts'
import { type BrokerRoom, openBrokerRoom, pause, until } from './broker-room.ts'
import {
  connectBytes,
  openRaw,
  pubackBytes,
  publishBytes,
  type RawPacket,
  subscribeBytes,
} from './raw-mqtt.ts'

const STUCK_MS = 60_000
const RECORDS = 60

let room: BrokerRoom | undefined
afterEach(async () => {
  await room?.stop()
  room = undefined
})

test('what the server has before it is bounded; each acknowledgement lets one more go, in order', () => {
  const flow = new ServerFlow({ clock: systemClock, unacknowledgedMax: 3, stuckMs: STUCK_MS })
  const gone: number[] = []
  for (let each = 1; each <= 6; each += 1)
    flow.whenRoom(() => {
      gone.push(each)
      flow.noteForwarded()
      flow.notePublished()
    })
  expect(gone).toEqual([1, 2, 3])
  flow.noteAcknowledged()
  expect(gone).toEqual([1, 2, 3, 4])
  // What was before a connection that is gone will never be acknowledged.
  flow.reset()
  expect(gone).toEqual([1, 2, 3, 4, 5, 6])
  flow.stop()
})

test('a server that acknowledges nothing is not waited for without end', async () => {
  const flow = new ServerFlow({ clock: systemClock, unacknowledgedMax: 1, stuckMs: 50 })
  let isGone = false
  flow.whenRoom(() => flow.noteForwarded())
  flow.notePublished()
  flow.whenRoom(() => {
    isGone = true
  })
  expect(isGone).toBe(false)
  await until(() => isGone)
  flow.stop()
})

/** A server that acknowledges when it is told to. */
async function slowServer({ broker }: BrokerRoom) {
  const heard: Extract<RawPacket, { kind: 'publish' }>[] = []
  let isReady = false
  const socket = openRaw(Number(new URL(broker.serverUrl).port), (received) => {
    if (received.kind === 'connack') socket.write(subscribeBytes(1, ['tl/v1/clusters/+/playouts']))
    if (received.kind === 'suback') isReady = true
    if (received.kind === 'publish') heard.push(received)
  })
  const { serverUsername: username, serverPassword: password } = broker
  socket.write(connectBytes({ clientId: 'slow', username, password }))
  await until(() => isReady)
  return {
    heard,
    acknowledge: (packetId: number) => socket.write(pubackBytes(packetId)),
    close: () => socket.destroy(),
  }
}

test('a cluster with many records is acknowledged as the server takes them, and nobody is dropped', async () => {
  const opened = await openBrokerRoom({ serverUnacknowledgedMax: 10, drainTimeoutMs: STUCK_MS })
  room = opened
  const server = await slowServer(opened)
  const cluster = await opened.raw({ clientId: 'c-1' })
  const topic = topicOf('playouts', { clusterId: 'c-1' })
  for (let each = 1; each <= RECORDS; each += 1)
    cluster.send(publishBytes({ topic, payload: Buffer.alloc(1_000), packetId: each }))
  const acknowledged = () => cluster.packets.filter(({ kind }) => kind === 'puback').length
  await until(() => server.heard.length === 10)
  await pause(200)
  expect(server.heard.length).toBe(10)
  expect(acknowledged()).toBeLessThanOrEqual(11)
  let taken = 0
  await until(() => {
    for (; taken < server.heard.length; taken += 1) server.acknowledge(server.heard[taken]?.packetId ?? 0)
    return acknowledged() === RECORDS
  })
  expect(server.heard.length).toBe(RECORDS)
  server.close()
  expect((await opened.broker.stats()).refusals.slowConsumer ?? 0).toBe(0)
})

test('a server that goes away holds nobody', async () => {
  const opened = await openBrokerRoom({ serverUnacknowledgedMax: 2, drainTimeoutMs: STUCK_MS })
  room = opened
  const server = await slowServer(opened)
  const cluster = await opened.raw({ clientId: 'c-1' })
  const topic = topicOf('playouts', { clusterId: 'c-1' })
  for (let each = 1; each <= 10; each += 1)
    cluster.send(publishBytes({ topic, payload: Buffer.alloc(1_000), packetId: each }))
  await until(() => server.heard.length === 2)
  server.close()
  await until(() => cluster.packets.filter(({ kind }) => kind === 'puback').length === 10)
})
