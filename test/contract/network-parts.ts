import { connect, createServer, type Socket } from 'node:net'
import { systemClock } from '@tieng-lang/protocol/node'
import {
  type Direction,
  NetworkLink,
  type NetworkProfile,
  TcpProxy,
} from '../../hardware-sim/src/network/index.ts'
import { MemoryLink, SeededChance, VirtualClock } from '../../hardware-sim/src/virtual/index.ts'

/** One stream of bytes each way over one simulated link, and how to let time pass there. */
export interface Wire {
  link: NetworkLink
  send(direction: Direction, text: string): void
  /** All that has come out at the other end. */
  arrived(direction: Direction): string
  wait(durationMs: number): Promise<void>
  stop(): Promise<void>
}

export async function memoryWire(profile: NetworkProfile): Promise<Wire> {
  const clock = new VirtualClock(Date.UTC(2026, 0, 5))
  const link = new NetworkLink({ clock, profile, chance: new SeededChance('wire') })
  const connection = new MemoryLink({ clock, network: link }).connect({
    onBlocked: () => {},
    onReset: () => {},
  })
  const got = { up: '', down: '' }
  return {
    link,
    send: (direction, text) =>
      connection.send(
        direction,
        () => {
          got[direction] += text
        },
        text.length,
      ),
    arrived: (direction) => got[direction],
    wait: (durationMs) => clock.advance(durationMs),
    stop: async () => connection.close(),
  }
}

export async function realWire(profile: NetworkProfile): Promise<Wire> {
  const link = new NetworkLink({ clock: systemClock, profile, chance: new SeededChance('wire') })
  let join: (socket: Socket) => void = () => {}
  const joined = new Promise<Socket>((resolve) => {
    join = resolve
  })
  const server = createServer((socket) => join(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const proxy = new TcpProxy({ link, target: { host: '127.0.0.1', port } })
  await proxy.start()
  const near = connect({ port: proxy.port, host: '127.0.0.1', noDelay: true })
  const got = { up: '', down: '' }
  near.on('data', (bytes) => {
    got.down += bytes.toString()
  })
  near.write('!')
  const far = await joined
  // The connection is there both ways once its first byte has come.
  await new Promise<void>((resolve) => far.once('data', () => resolve()))
  far.on('data', (bytes) => {
    got.up += bytes.toString()
  })
  for (const socket of [near, far]) socket.on('error', () => {})
  return {
    link,
    send: (direction, text) => void (direction === 'up' ? near : far).write(text),
    arrived: (direction) => got[direction],
    wait: (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs)),
    stop: async () => {
      near.destroy()
      far.destroy()
      await proxy.stop()
      server.close()
    },
  }
}
