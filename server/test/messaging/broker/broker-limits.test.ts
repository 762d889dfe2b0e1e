import { createServer } from 'node:net'
import type { Worker } from 'node:worker_threads'
import { TOPICS, topicOf } from '@tieng-lang/protocol'
import { systemChance, systemClock } from '@tieng-lang/protocol/node'
import { afterEach, expect, test } from 'vitest'
import { startBroker } from '../../../src/messaging/broker/broker.ts'
import { type BrokerRoom, openBrokerRoom, until } from './broker-room.ts'
import { publishBytes, subscribeBytes } from './raw-mqtt.ts'

let room: BrokerRoom | undefined
afterEach(async () => {
  await room?.stop()
  room = undefined
})

const refusals = async () => (await room?.broker.stats())?.refusals

test('a frozen client stops nobody, and is dropped', async () => {
  const opened = await openBrokerRoom({ pendingBytesPerClientMax: 2 * 1_048_576, drainTimeoutMs: 3_000 })
  room = opened
  const [frozen, reader] = [await opened.raw({ clientId: 'c-1' }), await opened.raw({ clientId: 'c-2' })]
  for (const client of [frozen, reader]) client.send(subscribeBytes(1, ['tl/v1/areas/a-1/emergencies/+']))
  await until(() => [frozen, reader].every(({ packets }) => packets.length > 1))
  frozen.freeze()

  const topic = topicOf('emergencies', { areaId: 'a-1', emergencyId: 'e-1' })
  const payload = Buffer.alloc(65_536)
  let slowestMs = 0
  for (let count = 1; count <= 400; count++) {
    const beganMs = systemClock.monotonicMs()
    await opened.server.publish(topic, payload, { isRetained: false })
    await until(() => reader.packets.length === 2 + count)
    slowestMs = Math.max(slowestMs, systemClock.monotonicMs() - beganMs)
  }
  // 25 MiB went by; without a bound of ours one message waits out the drain time-out of the frozen client.
  expect(slowestMs).toBeLessThan(2_000)
  await until(async () => (await refusals())?.slowConsumer === 1)
  expect((await opened.broker.stats()).clients).toBe(2)
})

test('a client that takes nothing for the drain time-out is dropped, however little waits', async () => {
  const opened = await openBrokerRoom({ pendingBytesPerClientMax: 64 * 1_048_576, drainTimeoutMs: 300 })
  room = opened
  const frozen = await opened.raw()
  frozen.send(subscribeBytes(1, ['tl/v1/areas/a-1/emergencies/+']))
  await until(() => frozen.packets.length > 1)
  frozen.freeze()
  const topic = topicOf('emergencies', { areaId: 'a-1', emergencyId: 'e-1' })
  // More than the kernel's own buffers hold.
  for (let count = 0; count < 60; count++)
    await opened.server.publish(topic, Buffer.alloc(262_144), { isRetained: false })
  await until(async () => (await refusals())?.slowConsumer === 1)
})

test('the largest document passes; a larger packet ends the connection, and a first one earlier', async () => {
  const opened = await openBrokerRoom()
  room = opened
  const plan = topicOf('plan', { clusterId: 'c-1' })
  await opened.server.publish(plan, Buffer.alloc(TOPICS.plan.bytesMax), { isRetained: true })
  const client = await opened.raw()
  client.send(subscribeBytes(1, [plan]))
  await until(() => client.packets.some((received) => received.kind === 'publish'))
  client.send(publishBytes({ topic: plan, payload: Buffer.alloc(TOPICS.plan.bytesMax + 2_000) }))
  await until(() => client.isClosed())
  const stranger = await opened.raw({ password: 'x'.repeat(9_000) })
  expect(stranger.packets).toEqual([])
  await until(async () => (await refusals())?.packetOversized === 2)
})

test('connections past the limit are turned away', async () => {
  const opened = await openBrokerRoom({ connectionsMax: 2 })
  room = opened
  await opened.raw({ clientId: 'c-1' })
  await opened.raw({ clientId: 'c-2' })
  const third = await opened.raw({ clientId: 'c-1' })
  expect(third.packets).toEqual([])
  expect((await refusals())?.tooManyConnections).toBe(1)
})

test('retained messages have a limit; what is held stays', async () => {
  const opened = await openBrokerRoom({ retainedBytesMax: 10_000 })
  room = opened
  const publish = (clusterId: string, sizeBytes: number) =>
    opened.server.publish(topicOf('plan', { clusterId }), Buffer.alloc(sizeBytes), { isRetained: true })
  await publish('c-1', 8_000)
  await publish('c-1', 9_000)
  await publish('c-2', 8_000)
  const { retainedTopics, retainedBytes } = await opened.broker.stats()
  expect(retainedTopics).toBe(1)
  expect(retainedBytes).toBeGreaterThan(9_000)
  expect(retainedBytes).toBeLessThan(10_000)
  expect((await refusals())?.retainedFull).toBe(1)
})

test('the public listener opens when it is told, closes with its clients, and opens again; the private one stands', async () => {
  const opened = await openBrokerRoom()
  room = opened
  const client = await opened.raw()
  await opened.broker.closeListener()
  await until(() => client.isClosed())
  await opened.server.publish('tl/v1/keys', Buffer.from('keys'), { isRetained: true })
  const { port } = await opened.broker.openListener()
  expect(port).toBeGreaterThan(0)
  expect((await opened.broker.stats()).retainedTopics).toBe(1)
})

test('a port that is taken is told by its code', async () => {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const address = taken.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const broker = await startBroker({ host: '127.0.0.1', port, chance: systemChance })
  await expect(broker.openListener()).rejects.toMatchObject({ code: 'portUnavailable' })
  await broker.stop()
  taken.close()
})

test('when the worker dies the handle says so, and refuses what is asked of it', async () => {
  const workers: Worker[] = []
  const onWorker = (worker: Worker) => workers.push(worker)
  process.on('worker', onWorker)
  const broker = await startBroker({ host: '127.0.0.1', port: 0, chance: systemChance })
  process.off('worker', onWorker)
  const failed = new Promise<string>((resolve) => broker.onFailure(({ code }) => resolve(code)))
  await workers[0]?.terminate()
  expect(await failed).toBe('brokerStopped')
  await expect(broker.stats()).rejects.toMatchObject({ code: 'brokerStopped' })
  await broker.stop()
})

test('after stop no failure is told', async () => {
  const broker = await startBroker({ host: '127.0.0.1', port: 0, chance: systemChance })
  let isTold = false
  broker.onFailure(() => {
    isTold = true
  })
  await broker.stop()
  expect(isTold).toBe(false)
})
