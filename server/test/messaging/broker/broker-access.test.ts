import { topicOf } from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BrokerRefusal } from '../../../src/messaging/broker/admission/access-rules.ts'
import { secretSha256 } from '../../../src/messaging/broker/admission/credentials.ts'
import type { RefusalReport } from '../../../src/messaging/broker/admission/refusal-log.ts'
import { type BrokerRoom, openBrokerRoom, pause, type RawClient, until } from './broker-room.ts'
import { publishBytes, type RawConnect, subscribeBytes } from './raw-mqtt.ts'

let room: BrokerRoom
const reports: RefusalReport[] = []

beforeAll(async () => {
  room = await openBrokerRoom({ subscriptionsPerClientMax: 5 })
  room.broker.onRefusals((some) => reports.push(...some))
})
afterAll(() => room.stop())

const presence = topicOf('presence', { clusterId: 'c-1' })
const health = topicOf('health', { clusterId: 'c-1' })

/** How often `code` was refused while `act` ran. */
async function refusedDuring(code: BrokerRefusal, act: () => Promise<unknown>): Promise<number> {
  const before = (await room.broker.stats()).refusals[code]
  await act()
  return (await room.broker.stats()).refusals[code] - before
}

async function returnCodeOf(options: Partial<RawConnect>): Promise<number | undefined> {
  const client = await room.raw(options)
  const [first] = client.packets
  return first?.kind === 'connack' ? first.returnCode : undefined
}

test.each<[string, Partial<RawConnect>, number, BrokerRefusal]>([
  ['a wrong password', { password: 'wrong' }, 4, 'wrongPassword'],
  ['an unknown username', { clientId: 'c-9', username: 'c-9' }, 4, 'unknownUsername'],
  [
    "the server's name on the public listener",
    { clientId: 'server', username: 'server' },
    4,
    'unknownUsername',
  ],
  ["another cluster's client id", { clientId: 'c-2', username: 'c-1' }, 2, 'clientIdMismatch'],
  ['a persistent session', { isClean: false }, 5, 'persistentSession'],
  [
    "a Will in another's name",
    { will: { topic: topicOf('presence', { clusterId: 'c-2' }), payload: 'x' } },
    5,
    'willNotAllowed',
  ],
  ['a Will of QoS 2', { will: { topic: presence, payload: 'x', qos: 2 } }, 5, 'willNotAllowed'],
  ['a keep-alive over 30 s', { keepAliveS: 31 }, 6, 'keepAliveTooLong'],
  ['no keep-alive at all', { keepAliveS: 0 }, 6, 'keepAliveTooLong'],
])('MQTT 3.1.1 §3.2.2.3: %s is refused in CONNACK and counted', async (_name, options, returnCode, code) => {
  const count = await refusedDuring(code, async () => expect(await returnCodeOf(options)).toBe(returnCode))
  expect(count).toBe(1)
})

test.each<[string, Parameters<typeof publishBytes>[0], BrokerRefusal]>([
  [
    "another's topic",
    { topic: topicOf('presence', { clusterId: 'c-2' }), payload: 'x' },
    'publishNotAllowed',
  ],
  ['a downward topic', { topic: topicOf('plan', { clusterId: 'c-1' }), payload: 'x' }, 'publishNotAllowed'],
  ['$SYS', { topic: '$SYS/x', payload: 'x' }, 'publishNotAllowed'],
  ['an unknown topic', { topic: 'tl/v1/clusters/c-1/other', payload: 'x' }, 'publishNotAllowed'],
  ['retained health', { topic: health, payload: 'x', isRetained: true }, 'retainNotAllowed'],
  ['health over its size', { topic: health, payload: Buffer.alloc(16_385) }, 'payloadOversized'],
])(
  'a publish of %s is acknowledged, dropped, counted; the connection stands',
  async (_name, publish, code) => {
    const client = await room.raw()
    const heardBefore = room.heard.length
    const count = await refusedDuring(code, async () => {
      client.send(publishBytes({ ...publish, packetId: 7 }))
      await until(() => client.packets.some((received) => received.kind === 'puback'))
    })
    expect(count).toBe(1)
    client.send(publishBytes({ topic: health, payload: 'still here', packetId: 8 }))
    await until(() => room.heard.length > heardBefore)
    expect(room.heard.slice(heardBefore).map(({ payload }) => Buffer.from(payload).toString())).toEqual([
      'still here',
    ])
  },
)

test('a publish of QoS 2 ends the connection', async () => {
  const client = await room.raw()
  const count = await refusedDuring('qosNotSupported', async () => {
    client.send(publishBytes({ topic: presence, payload: 'x', qos: 2 }))
    await until(() => client.isClosed())
  })
  expect(count).toBe(1)
})

const grants = async (client: RawClient, filters: string[], qos = 1) => {
  client.packets.length = 0
  client.send(subscribeBytes(9, filters, qos))
  await until(() => client.packets.some((received) => received.kind === 'suback'))
  const [suback] = client.packets.filter((received) => received.kind === 'suback')
  return suback?.granted
}

test("a cluster reads the keys, its own topics and all below areas; nothing of another's, no wildcard above", async () => {
  const client = await room.raw()
  expect(
    await grants(client, ['tl/v1/keys', topicOf('plan', { clusterId: 'c-1' }), 'tl/v1/areas/#']),
  ).toEqual([1, 1, 1])
  const closed = [topicOf('plan', { clusterId: 'c-2' }), 'tl/v1/clusters/+/plan', 'tl/v1/#', '#', '$SYS/#']
  const count = await refusedDuring('subscriptionNotAllowed', async () =>
    expect(await grants(client, closed)).toEqual([128, 128, 128, 128, 128]),
  )
  expect(count).toBe(5)
})

test('subscriptions have a limit, which unsubscribing or repeating does not use up; QoS 2 is refused', async () => {
  const client = await room.raw()
  const area = (index: number) => `tl/v1/areas/a-${index}/emergencies/+`
  expect(await grants(client, [0, 1, 2, 3, 4].map(area))).toEqual([1, 1, 1, 1, 1])
  expect(await grants(client, [area(4), area(5)])).toEqual([1, 128])
  expect(await grants(await room.raw(), [area(0)], 2)).toEqual([128])
})

test('a forbidden account loses its connection and cannot come back; a new secret replaces the old', async () => {
  const account = { username: 'c-3', role: 'cluster' as const }
  await room.broker.allow({ ...account, secretSha256: secretSha256('old') })
  const client = await room.raw({ clientId: 'c-3', password: 'old' })
  await room.broker.allow({ ...account, secretSha256: secretSha256('new') })
  expect(await returnCodeOf({ clientId: 'c-3', password: 'old' })).toBe(4)
  expect(client.isClosed()).toBe(false)
  await room.broker.forbid('c-3')
  await until(() => client.isClosed())
  expect(await returnCodeOf({ clientId: 'c-3', password: 'new' })).toBe(4)
})

test('a hundred take-overs leave one connection, which can still be forbidden', async () => {
  for (let turn = 0; turn < 100; turn++) await room.raw({ clientId: 'c-2' })
  const last = await room.raw({ clientId: 'c-2' })
  await pause(100)
  expect(last.isClosed()).toBe(false)
  await room.broker.forbid('c-2')
  await until(() => last.isClosed())
})

test('refusals are reported with who and what, gathered over a second', async () => {
  const topic = topicOf('presence', { clusterId: 'c-77' })
  const client = await room.raw()
  await pause(1_200)
  reports.length = 0
  for (let packetId = 1; packetId <= 500; packetId++)
    client.send(publishBytes({ topic, payload: 'x', packetId }))
  await until(() => reports.reduce((sum, { count }) => sum + count, 0) === 500)
  expect(reports.length).toBeLessThanOrEqual(3)
  expect(reports[0]).toMatchObject({ code: 'publishNotAllowed', username: 'c-1', topic })
})
