import { randomBytes } from 'node:crypto'
import { clusterSubscriptions, topicOf } from '@tieng-lang/protocol'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  ACCOUNTS,
  type Client,
  type ClientOptions,
  embeddedPart,
  type MessagingPart,
  memoryPart,
  mosquittoPart,
  startClient,
} from './messaging-parts.ts'

const PARTS: [string, () => MessagingPart | Promise<MessagingPart>][] = [
  ['memory', memoryPart],
  ['embedded broker', embeddedPart],
  ['Mosquitto', mosquittoPart],
]
const UNTIL_MS_MAX = 20_000
const STEP_MS = 20
const [SERVER, ONE, TWO] = ACCOUNTS.map(({ username, password }) => ({
  clientId: username,
  username,
  password,
}))
const plan = topicOf('plan', { clusterId: 'c-1' })
const presence = topicOf('presence', { clusterId: 'c-1' })
const retained = { isRetained: true }
const live = { isRetained: false }
const bytes = (text: string) => Buffer.from(text)

describe.each(PARTS)('messaging: %s', (_name, startPart) => {
  let part: MessagingPart
  let clients: Client[]

  beforeEach(async () => {
    part = await startPart()
    clients = []
  })

  afterEach(async () => {
    await settled(Promise.all(clients.map(({ transport }) => transport.stop())))
    await part.stop()
  })

  async function until(holds: () => boolean): Promise<void> {
    for (let waitedMs = 0; !holds(); waitedMs += STEP_MS) {
      if (waitedMs > UNTIL_MS_MAX) throw new Error('it never came to hold')
      await part.wait(STEP_MS)
    }
  }

  /** Lets time pass until the promise has settled: on a virtual clock nothing moves by itself. */
  async function settled<T>(promise: Promise<T>): Promise<T> {
    let isSettled = false
    const mark = () => {
      isSettled = true
    }
    promise.then(mark, mark)
    await until(() => isSettled)
    return promise
  }

  async function connected(options: ClientOptions | undefined): Promise<Client> {
    if (!options) throw new Error('no such account')
    const client = await startClient(part, options)
    clients.push(client)
    await until(() => client.events.includes('connected'))
    return client
  }

  const publish = (client: Client, topic: string, text: string, options: { isRetained: boolean }) =>
    settled(client.transport.publish(topic, bytes(text), options))
  const subscribe = (client: Client, ...filters: string[]) => settled(client.transport.subscribe(filters))
  const texts = (client: Client) => client.messages.map(({ payload }) => Buffer.from(payload).toString())

  test('a live message arrives as it was sent, not marked as retained', async () => {
    const [server, cluster] = [await connected(SERVER), await connected(ONE)]
    await subscribe(cluster, plan)
    const payload = randomBytes(262_144)
    await settled(server.transport.publish(plan, payload, live))
    await until(() => cluster.messages.length === 1)
    expect(cluster.messages[0]?.topic).toBe(plan)
    expect(cluster.messages[0]?.isRetained).toBe(false)
    expect(payload.equals(cluster.messages[0]?.payload ?? bytes(''))).toBe(true)
  })

  test('a retained message waits for a later subscriber; the newest replaces, an empty one clears', async () => {
    const server = await connected(SERVER)
    const config = topicOf('config', { clusterId: 'c-1' })
    await publish(server, plan, 'old', retained)
    await publish(server, plan, 'new', retained)
    await publish(server, config, 'gone', retained)
    await publish(server, config, '', retained)
    const cluster = await connected(ONE)
    await subscribe(cluster, plan, config)
    await until(() => cluster.messages.length > 0)
    await part.wait(200)
    expect(texts(cluster)).toEqual(['new'])
    expect(cluster.messages[0]?.isRetained).toBe(true)
  })

  test('what arrives live on a subscription is not marked as retained, even where it is', async () => {
    const [server, cluster] = [await connected(SERVER), await connected(ONE)]
    await subscribe(cluster, plan)
    await publish(server, plan, 'now', retained)
    await until(() => cluster.messages.length === 1)
    expect(cluster.messages[0]?.isRetained).toBe(false)
  })

  test("an area's emergencies come by their wildcard, and no other area's", async () => {
    const server = await connected(SERVER)
    for (const [areaId, emergencyId] of [
      ['a-1', 'e-1'],
      ['a-1', 'e-2'],
      ['a-2', 'e-3'],
    ] as const)
      await publish(server, topicOf('emergencies', { areaId, emergencyId }), emergencyId, retained)
    const cluster = await connected(ONE)
    await subscribe(cluster, ...clusterSubscriptions('c-1', ['a-1']))
    await until(() => cluster.messages.length >= 2)
    await part.wait(200)
    expect(texts(cluster).sort()).toEqual(['e-1', 'e-2'])
  })

  test('subscribing once more brings what is retained once more', async () => {
    const [server, cluster] = [await connected(SERVER), await connected(ONE)]
    await publish(server, plan, 'held', retained)
    await subscribe(cluster, plan)
    await until(() => cluster.messages.length === 1)
    await subscribe(cluster, plan)
    await until(() => cluster.messages.length === 2)
    expect(texts(cluster)).toEqual(['held', 'held'])
  })

  test('messages of one sender arrive in their order', async () => {
    const [server, cluster] = [await connected(SERVER), await connected(ONE)]
    const commands = topicOf('commands', { clusterId: 'c-1' })
    await subscribe(cluster, commands)
    const numbers = Array.from({ length: 200 }, (_, index) => String(index))
    await settled(
      Promise.all(numbers.map((number) => server.transport.publish(commands, bytes(number), live))),
    )
    await until(() => cluster.messages.length === numbers.length)
    expect(texts(cluster)).toEqual(numbers)
  })

  test('after unsubscribing nothing comes', async () => {
    const [server, cluster] = [await connected(SERVER), await connected(ONE)]
    await subscribe(cluster, plan)
    await settled(cluster.transport.unsubscribe([plan]))
    await publish(server, plan, 'unheard', live)
    await part.wait(200)
    expect(cluster.messages).toEqual([])
  })

  test('without a connection publish and subscribe reject with notConnected', async () => {
    const cluster = await connected(ONE)
    await settled(cluster.transport.stop())
    await expect(settled(cluster.transport.publish(presence, bytes('x'), live))).rejects.toMatchObject({
      code: 'notConnected',
    })
    await expect(settled(cluster.transport.subscribe([plan]))).rejects.toMatchObject({ code: 'notConnected' })
  })

  test('a publish that is under way when the connection is lost rejects; nothing is sent later', async () => {
    const [server, cluster] = [await connected(SERVER), await connected(ONE)]
    await subscribe(server, presence)
    cluster.holdUpward()
    const lost = cluster.transport.publish(presence, bytes('lost'), retained)
    lost.catch(() => {})
    await part.wait(100)
    cluster.cut()
    await expect(settled(lost)).rejects.toMatchObject({ code: 'notConnected' })
    await until(() => cluster.events.length === 3)
    await part.wait(300)
    expect(texts(server)).toEqual([])
  })

  test('after a loss it reconnects by itself, and the subscriptions are gone', async () => {
    const [server, cluster] = [await connected(SERVER), await connected(ONE)]
    await subscribe(cluster, plan)
    cluster.cut()
    await until(() => cluster.events.length === 3)
    expect(cluster.events).toEqual(['connected', 'disconnected', 'connected'])
    await publish(server, plan, 'unheard', live)
    await subscribe(cluster, plan)
    await publish(server, plan, 'heard', live)
    await until(() => cluster.messages.length > 0)
    expect(texts(cluster)).toEqual(['heard'])
  })

  test('the Will is asked for at each connection, sent at a loss, and kept where it is retained', async () => {
    const server = await connected(SERVER)
    await subscribe(server, presence)
    let life = 0
    const will = () => ({ topic: presence, payload: bytes(`lost ${++life}`), isRetained: true })
    const cluster = await connected(ONE && { ...ONE, will })
    cluster.cut()
    await until(() => server.messages.length === 1)
    await until(() => cluster.events.length === 3)
    cluster.cut()
    await until(() => server.messages.length === 2)
    expect(texts(server)).toEqual(['lost 1', 'lost 2'])
    await subscribe(server, presence)
    await until(() => server.messages.length === 3)
    expect(server.messages[2]?.isRetained).toBe(true)
  })

  test('after stop the Will is not sent, and no handler is called', async () => {
    const server = await connected(SERVER)
    await subscribe(server, presence)
    const will = () => ({ topic: presence, payload: bytes('lost'), isRetained: false })
    const cluster = await connected(ONE && { ...ONE, will })
    await settled(cluster.transport.stop())
    await part.wait(300)
    expect(server.messages).toEqual([])
    expect(cluster.events).toEqual(['connected'])
  })

  test('the newer connection of an identity ends the older', async () => {
    const older = await connected(ONE)
    await connected(ONE)
    await until(() => older.events.includes('disconnected'))
  })

  test('a wrong password is told as connectionRefused, again and again', async () => {
    const client = await startClient(part, { clientId: 'c-1', username: 'c-1', password: 'wrong' })
    clients.push(client)
    await until(() => client.events.length >= 2)
    expect(new Set(client.events)).toEqual(new Set(['connectionRefused']))
  })

  test("a cluster's word under another's name is acknowledged and heard by nobody", async () => {
    const [server, cluster] = [await connected(SERVER), await connected(ONE)]
    await subscribe(server, 'tl/v1/clusters/+/presence', plan)
    await publish(cluster, topicOf('presence', { clusterId: 'c-2' }), 'forged', retained)
    await publish(cluster, plan, 'forged', retained)
    await publish(cluster, presence, 'own', retained)
    await until(() => server.messages.length > 0)
    await part.wait(200)
    expect(texts(server)).toEqual(['own'])
  })

  test("a cluster hears nothing of another's", async () => {
    const [server, other] = [await connected(SERVER), await connected(TWO)]
    await publish(server, plan, 'secret', retained)
    for (const filter of [plan, 'tl/v1/clusters/+/plan', '#']) {
      const asked = subscribe(other, filter)
      if (part.refusesSubscriptions)
        await expect(asked).rejects.toMatchObject({ code: 'subscriptionRefused' })
      else await asked
    }
    await publish(server, plan, 'secret', live)
    await part.wait(200)
    expect(other.messages).toEqual([])
  })
})
