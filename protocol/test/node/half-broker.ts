import { createServer, type Socket } from 'node:net'

/** As much of a broker as a test wants: it accepts CONNECT, and does with the rest what it is told. */
export interface HalfBroker {
  url: string
  /** Packet types in order of arrival (MQTT 3.1.1 §2.2.1), over all connections. */
  received: number[]
  /** The CONNECT packets, whole. */
  connects: Buffer[]
  connections: Socket[]
  stop(): Promise<void>
}

export const PUBLISH = 3
export const DISCONNECT = 14

/** `answer` is asked for each whole packet after CONNECT; what it returns is sent back. */
export async function startHalfBroker(
  answer: (type: number, packet: Buffer) => Buffer | undefined,
): Promise<HalfBroker> {
  const received: number[] = []
  const connects: Buffer[] = []
  const connections: Socket[] = []
  const server = createServer((socket) => {
    connections.push(socket)
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      // Every packet of these tests is shorter than 128 bytes, so that its length is one byte.
      for (let at = 0; at < chunk.length; at += 2 + (chunk[at + 1] ?? 0)) {
        const packet = chunk.subarray(at, at + 2 + (chunk[at + 1] ?? 0))
        const type = (packet[0] ?? 0) >> 4
        received.push(type)
        if (type === 1) connects.push(packet)
        const reply = type === 1 ? Buffer.from([0x20, 2, 0, 0]) : answer(type, packet)
        if (reply) socket.write(reply)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    url: `mqtt://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    received,
    connects,
    connections,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of connections) socket.destroy()
      }),
  }
}
