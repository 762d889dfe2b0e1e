import { connect, createServer, type Server, type Socket } from 'node:net'
import { sleep } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { NETWORK_PROFILES, NetworkLink, TcpProxy } from '../../src/network/index.ts'
import { SeededChance } from '../../src/virtual/seeded-chance.ts'

/** One end of a connection, and what became of it. */
interface End {
  socket: Socket
  got: number
  /** The other end has said that it sends no more (FIN). */
  isEnded: boolean
  isClosed: boolean
  error: string | undefined
}

let server: Server
let far: End[]
let near: End[]
let link: NetworkLink
let proxy: TcpProxy

beforeEach(async () => {
  far = []
  near = []
  server = createServer({ allowHalfOpen: true }, (socket) => far.push(endOf(socket)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  link = new NetworkLink({
    clock: systemClock,
    profile: NETWORK_PROFILES.lan,
    chance: new SeededChance('proxy'),
  })
  proxy = new TcpProxy({ link, target: { host: '127.0.0.1', port: portOf(server) } })
  await proxy.start()
})

afterEach(async () => {
  for (const { socket } of [...near, ...far]) socket.destroy()
  await proxy.stop()
  server.close()
})

test('each direction ends for itself', async () => {
  const { client, peer } = await join()
  client.socket.end('bye')
  await eventually(() => peer.isEnded)
  expect([peer.got, client.isEnded]).toEqual([3, false])
  peer.socket.end('and you')
  await eventually(() => client.isClosed && peer.isClosed)
  expect(client.got).toBe(7)
  await eventually(() => proxy.connectionCount === 0)
})

test.each(['up', 'down'] as const)('an abrupt end travels %s as one', async (way) => {
  const { client, peer } = await join()
  const [from, to] = way === 'up' ? [client, peer] : [peer, client]
  from.socket.resetAndDestroy()
  await eventually(() => to.isClosed)
  expect(to.error).toBe('ECONNRESET')
  await eventually(() => proxy.connectionCount === 0)
})

test('a client that goes during an outage leaves the server half open until it is over', async () => {
  const { client, peer } = await join()
  link.block()
  client.socket.destroy()
  await sleep(systemClock, 150)
  expect([peer.isEnded, peer.isClosed]).toEqual([false, false])
  link.heal()
  await eventually(() => peer.isEnded || peer.isClosed)
})

test('a connection tried during an outage is made when that is over, and one given up meanwhile never', async () => {
  link.block()
  const given = dial()
  const patient = dial()
  await sleep(systemClock, 50)
  given.socket.destroy()
  await eventually(() => proxy.connectionCount === 1)
  patient.socket.write('at last')
  expect(far).toHaveLength(0)
  link.heal()
  await eventually(() => far[0]?.got === 7)
  expect(far).toHaveLength(1)
})

test('where nobody listens the client is turned away', async () => {
  server.close()
  const client = dial()
  await eventually(() => client.isClosed)
  await eventually(() => proxy.connectionCount === 0)
})

test('a flood into an outage stays with its sender and arrives whole afterwards', async () => {
  const { client, peer } = await join()
  link.block('up')
  const floodBytes = 16 * 1_048_576
  client.socket.write(Buffer.alloc(floodBytes))
  await sleep(systemClock, 300)
  expect(client.socket.writableLength).toBeGreaterThan(1_048_576)
  link.heal()
  await eventually(() => peer.got === floodBytes)
})

test('a receiver that takes nothing holds its sender back', async () => {
  const { client, peer } = await join()
  client.socket.pause()
  const floodBytes = 16 * 1_048_576
  peer.socket.write(Buffer.alloc(floodBytes))
  await sleep(systemClock, 300)
  expect(peer.socket.writableLength).toBeGreaterThan(1_048_576)
  client.socket.resume()
  await eventually(() => client.got === floodBytes)
})

test('a cut ends what is there, and the next connection passes', async () => {
  const { client, peer } = await join()
  proxy.cut()
  await eventually(() => client.isEnded && peer.isEnded)
  expect(proxy.connectionCount).toBe(0)
  const second = await join()
  second.client.socket.write('again')
  await eventually(() => second.peer.got === 5)
})

function dial(): End {
  const end = endOf(connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true }))
  near.push(end)
  return end
}

async function join(): Promise<{ client: End; peer: End }> {
  const known = far.length
  const client = dial()
  await eventually(() => far.length > known)
  return { client, peer: far[known] as End }
}

function endOf(socket: Socket): End {
  const end: End = { socket, got: 0, isEnded: false, isClosed: false, error: undefined }
  socket
    .on('data', (bytes) => {
      end.got += bytes.length
    })
    .on('end', () => {
      end.isEnded = true
    })
    .on('error', (cause: NodeJS.ErrnoException) => {
      end.error = cause.code
    })
    .on('close', () => {
      end.isClosed = true
    })
  return end
}

function portOf(listening: Server): number {
  const address = listening.address()
  return typeof address === 'object' && address ? address.port : 0
}

async function eventually(condition: () => boolean): Promise<void> {
  const endMs = systemClock.monotonicMs() + 5_000
  while (!condition()) {
    if (systemClock.monotonicMs() > endMs) throw new Error('did not happen')
    await sleep(systemClock, 10)
  }
}
