import { topicOf } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { MemoryBroker } from '../../../src/virtual/messaging/memory-broker.ts'
import { MemoryLink } from '../../../src/virtual/messaging/memory-link.ts'
import { memoryTransport } from '../../../src/virtual/messaging/memory-transport.ts'
import { SeededChance } from '../../../src/virtual/seeded-chance.ts'
import { VirtualClock } from '../../../src/virtual/virtual-clock.ts'

const presence = topicOf('presence', { clusterId: 'c-1' })
const plan = topicOf('plan', { clusterId: 'c-1' })

/** A server and a cluster `c-1` on a broker of their own, connected; and a log of what each was told, and when. */
async function commune() {
  const clock = new VirtualClock(0)
  const chance = new SeededChance('commune')
  const broker = new MemoryBroker(clock)
  const client = async (username: string, role: 'cluster' | 'server') => {
    broker.allow({ username, password: username, role })
    const link = new MemoryLink({ clock, latencyMs: () => 30 + 40 * chance.next() })
    const transport = memoryTransport(
      {
        clientId: username,
        username,
        password: username,
        ...(role === 'cluster' && {
          will: () => ({ topic: presence, payload: Buffer.from('lost'), isRetained: true }),
        }),
      },
      { broker, link, chance },
    )
    const log: string[] = []
    transport.start({
      onConnected: () => log.push('connected'),
      onDisconnected: () => log.push('disconnected'),
      onConnectFailed: ({ code }) => log.push(code),
      onMessage: ({ payload }) => log.push(Buffer.from(payload).toString()),
    })
    await clock.advance(1_000)
    return { transport, link, log }
  }
  const [server, cluster] = [await client('server', 'server'), await client('c-1', 'cluster')]
  void server.transport.subscribe([presence])
  void cluster.transport.subscribe([plan])
  await clock.advance(1_000)
  return { clock, broker, server, cluster }
}

test('a way down that is blocked keeps messages back, and healing brings them in order', async () => {
  const { clock, server, cluster } = await commune()
  cluster.link.block('down')
  for (const word of ['one', 'two', 'three'])
    void server.transport.publish(plan, Buffer.from(word), { isRetained: false })
  await clock.advance(20_000)
  expect(cluster.log).toEqual(['connected'])
  cluster.link.heal()
  expect(cluster.log).toEqual(['connected', 'one', 'two', 'three'])
})

test.each(['up', 'down'] as const)(
  'keep-alive: with the way %s blocked both ends give up within one and a half intervals',
  async (direction) => {
    const { clock, server, cluster } = await commune()
    cluster.link.block(direction)
    await clock.advance(44_000)
    expect([cluster.log, server.log]).toEqual([['connected'], ['connected']])
    await clock.advance(2_000)
    expect(cluster.log).toEqual(['connected', 'disconnected'])
    expect(server.log).toEqual(['connected', 'lost'])
  },
)

test('a short partition that comes again is no long one', async () => {
  const { clock, cluster } = await commune()
  for (let turn = 0; turn < 5; turn++) {
    cluster.link.block()
    await clock.advance(30_000)
    cluster.link.heal()
    await clock.advance(5_000)
  }
  expect(cluster.log).toEqual(['connected'])
})

test('a publish into a partition rejects with timedOut while the connection stands', async () => {
  const { clock, cluster } = await commune()
  cluster.link.block('up')
  const lost = cluster.transport.publish(presence, Buffer.from('x'), { isRetained: false })
  const code = lost.catch((cause) => cause.code)
  await clock.advance(11_000)
  expect(await code).toBe('timedOut')
})

test('a broker that dies takes what it retained with it, unless it keeps it; clients come back by themselves', async () => {
  const { clock, broker, server, cluster } = await commune()
  void server.transport.publish(plan, Buffer.from('held'), { isRetained: true })
  await clock.advance(1_000)
  for (const keepsRetained of [true, false]) {
    broker.stop({ keepsRetained })
    await clock.advance(20_000)
    broker.start()
    await clock.advance(60_000)
    void cluster.transport.subscribe([plan])
    await clock.advance(1_000)
  }
  const told = cluster.log.filter((line) => line !== 'notConnected')
  expect(told).toEqual([
    'connected',
    'held',
    'disconnected',
    'connected',
    'held',
    'disconnected',
    'connected',
  ])
  expect(server.log).not.toContain('lost')
})

test('the same seed gives the same hours, to the millisecond', async () => {
  const run = async () => {
    const { clock, server, cluster } = await commune()
    const times: number[] = []
    for (let turn = 0; turn < 5; turn++) {
      const before = cluster.log.length
      cluster.link.reset()
      while (cluster.log.length < before + 2) await clock.advance(1)
      times.push(clock.now())
    }
    return { times, log: [...cluster.log, ...server.log] }
  }
  expect(await run()).toEqual(await run())
})
