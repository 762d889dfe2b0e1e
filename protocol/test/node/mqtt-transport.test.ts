import { afterEach, expect, test } from 'vitest'
import { mqttTransport, systemClock } from '../../src/node.ts'
import type { MessageTransport, TransportOptions } from '../../src/seams/message-transport.ts'
import { DISCONNECT, type HalfBroker, PUBLISH, startHalfBroker } from './half-broker.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function halfBroker(
  answer: (type: number, packet: Buffer) => Buffer | undefined = () => undefined,
): Promise<HalfBroker> {
  const broker = await startHalfBroker(answer)
  stops.push(() => broker.stop())
  return broker
}

/** A connected transport, and the codes of its failed attempts before. */
async function connected(
  options: Partial<TransportOptions> & { urls: readonly string[] },
  onMessage: () => void = () => {},
): Promise<{ transport: MessageTransport; failures: string[] }> {
  const transport = mqttTransport(
    { clientId: 'c-1', username: 'c-1', password: 'secret', ...options },
    systemClock,
  )
  stops.push(() => transport.stop())
  const failures: string[] = []
  await new Promise<void>((resolve) =>
    transport.start({
      onConnected: resolve,
      onDisconnected: () => {},
      onConnectFailed: ({ code }) => failures.push(code),
      onMessage,
    }),
  )
  return { transport, failures }
}

test('urls are tried in turn: one that is bad, one that nobody answers, then the good one', async () => {
  const broker = await halfBroker()
  const { failures } = await connected({ urls: ['mqtts://127.0.0.1:1', 'mqtt://127.0.0.1:1', broker.url] })
  expect(failures).toEqual(['badUrl', 'notConnected'])
})

test('a publish that is never acknowledged rejects with timedOut, and one over the bound with limitExceeded', async () => {
  const broker = await halfBroker()
  const { transport } = await connected({ urls: [broker.url], publishTimeoutMs: 100 })
  await expect(transport.publish('t', Buffer.from('x'), { isRetained: false })).rejects.toMatchObject({
    code: 'timedOut',
  })
  await expect(
    transport.publish('t', Buffer.alloc(65 * 1_048_576), { isRetained: false }),
  ).rejects.toMatchObject({ code: 'limitExceeded' })
  expect(broker.received.filter((type) => type === PUBLISH)).toHaveLength(1)
})

test('a failure carries its cause', async () => {
  const broker = await halfBroker()
  const { transport } = await connected({ urls: [broker.url] })
  const lost = transport.publish('t', Buffer.from('x'), { isRetained: false })
  for (const socket of broker.connections) socket.resetAndDestroy()
  await expect(lost).rejects.toMatchObject({ code: 'notConnected', cause: { code: 'ECONNRESET' } })
  const later = transport.publish('t', Buffer.from('x'), { isRetained: false })
  await expect(later).rejects.toMatchObject({ code: 'notConnected', cause: { code: 'notConnected' } })
})

test('MQTT 3.1.1 §3.9.3: a refused filter rejects with subscriptionRefused and the filter', async () => {
  const broker = await halfBroker((type, packet) =>
    type === 8 ? Buffer.from([0x90, 4, packet[2] ?? 0, packet[3] ?? 0, 1, 0x80]) : undefined,
  )
  const { transport } = await connected({ urls: [broker.url] })
  await expect(transport.subscribe(['good', 'bad'])).rejects.toMatchObject({
    code: 'subscriptionRefused',
    message: 'refused: bad',
  })
})

test('stop waits for what is unacknowledged, then says DISCONNECT', async () => {
  const broker = await halfBroker((type, packet) =>
    type === PUBLISH ? Buffer.from([0x40, 2, packet[5] ?? 0, packet[6] ?? 0]) : undefined,
  )
  const { transport } = await connected({ urls: [broker.url] })
  const published = transport.publish('t', Buffer.from('x'), { isRetained: false })
  await transport.stop()
  await published
  expect(broker.received.at(-1)).toBe(DISCONNECT)
})

test('PUBACK goes out when the handler has returned', async () => {
  const order: string[] = []
  const broker = await halfBroker((type) => {
    if (type === 4) order.push('acknowledged')
    return undefined
  })
  await connected({ urls: [broker.url] }, () => order.push('handled'))
  // PUBLISH, QoS 1, topic "t", packet 1, payload "x".
  broker.connections[0]?.write(Buffer.from([0x32, 6, 0, 1, 0x74, 0, 1, 0x78]))
  await expect.poll(() => order).toEqual(['handled', 'acknowledged'])
})

test('MQTT 3.1.1 §3.1.2: a clean session, and a keep-alive of at most 30 s', async () => {
  const broker = await halfBroker()
  await connected({ urls: [broker.url], keepAliveS: 600 })
  await connected({ urls: [broker.url], keepAliveS: 5 })
  // Two bytes of header, six of the protocol's name, its level, the flags, then the keep-alive.
  expect(broker.connects.map((packet) => packet[9])).toEqual([0xc2, 0xc2])
  expect(broker.connects.map((packet) => packet.readUInt16BE(10))).toEqual([30, 5])
})
