import { connect, createServer, type Server, type Socket } from 'node:net'
import { sleep } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { TcpRelay } from '../../src/wire-relay/tcp-relay.ts'

/** Longer than loopback needs on a busy machine. */
const SETTLE_MS = 150

/** One end of a connection, and what it was sent. */
interface End {
  socket: Socket
  got: string
  hasEnded: boolean
}

let server: Server
let relay: TcpRelay
let servers: End[]

const endOf = (socket: Socket): End => {
  const end: End = { socket, got: '', hasEnded: false }
  socket.on('data', (bytes) => {
    end.got += bytes.toString()
  })
  socket
    .on('error', () => undefined)
    .on('close', () => {
      end.hasEnded = true
    })
  return end
}
const settle = (ms = SETTLE_MS) => sleep(systemClock, ms)

async function join(): Promise<{ client: End; far: End }> {
  const client = endOf(connect({ port: relay.port, host: '127.0.0.1' }))
  const known = servers.length
  while (servers.length === known && !client.hasEnded) await settle(10)
  return { client, far: servers.at(-1) as End }
}

beforeEach(async () => {
  servers = []
  server = createServer((socket) => servers.push(endOf(socket)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  relay = new TcpRelay({
    clock: systemClock,
    targetPort: typeof address === 'object' && address ? address.port : 0,
  })
  await relay.start()
})

afterEach(async () => {
  await relay.stop()
  for (const { socket } of servers) socket.destroy()
  server.close()
})

test('what is sent passes in both directions, and so does the end', async () => {
  const { client, far } = await join()
  client.socket.write('up')
  far.socket.write('down')
  await settle()
  expect([far.got, client.got]).toEqual(['up', 'down'])
  client.socket.end()
  await settle()
  expect(far.hasEnded).toBe(true)
})

test.each(['up', 'down'] as const)(
  'held %s: that way nothing passes, not even the end; the other way all',
  async (direction) => {
    const { client, far } = await join()
    const [from, to] = direction === 'up' ? [client, far] : [far, client]
    relay.hold(direction)
    from.socket.write('held')
    to.socket.write('passes')
    await settle()
    expect([to.got, from.got]).toEqual(['', 'passes'])
    from.socket.end()
    await settle()
    expect(to.hasEnded).toBe(false)
    relay.release(direction)
    await settle()
    expect([to.got, to.hasEnded]).toEqual(['held', true])
  },
)

test('a connection made while a direction is held is held as well', async () => {
  relay.hold('down')
  const { client, far } = await join()
  far.socket.write('late')
  await settle()
  expect(client.got).toBe('')
  relay.release('down')
  await settle()
  expect(client.got).toBe('late')
})

test('what is delayed comes later, in its order', async () => {
  const { client, far } = await join()
  relay.delay('up', 400)
  client.socket.write('1')
  await settle(100)
  relay.delay('up', 0)
  client.socket.write('2')
  await settle(100)
  expect(far.got).toBe('')
  await settle(500)
  expect(far.got).toBe('12')
})

test('a cut ends both sides and loses what was held; the next connection passes', async () => {
  const first = await join()
  relay.hold('up')
  first.client.socket.write('lost')
  await settle()
  relay.cut()
  relay.release('up')
  await settle()
  expect([first.client.hasEnded, first.far.hasEnded, first.far.got]).toEqual([true, true, ''])
  const second = await join()
  second.client.socket.write('again')
  await settle()
  expect(second.far.got).toBe('again')
})

test('refused: those that are connected go on, a new one is turned away, until it accepts again', async () => {
  const first = await join()
  await relay.refuse()
  const turnedAway = endOf(connect({ port: relay.port, host: '127.0.0.1' }))
  first.client.socket.write('still here')
  await settle()
  expect([turnedAway.hasEnded, first.far.got]).toEqual([true, 'still here'])
  await relay.accept()
  const { client, far } = await join()
  client.socket.write('back')
  await settle()
  expect(far.got).toBe('back')
})

test('a flood into a held direction stays with its sender and arrives whole afterwards', async () => {
  const { client, far } = await join()
  relay.hold('up')
  const flood = 'x'.repeat(16 * 1_048_576)
  client.socket.write(flood)
  await settle(300)
  expect(client.socket.writableLength).toBeGreaterThan(1_048_576)
  relay.release('up')
  while (far.got.length < flood.length) await settle(20)
  expect(far.got.length).toBe(flood.length)
})
