import { connect, createServer, type Server, type Socket } from 'node:net'

/** A wire between a client and a broker that a test can hold and cut. */
export interface TcpRelay {
  port: number
  /** From now on nothing passes from the client to the broker. */
  holdUpward(): void
  /** Cuts every connection without a word; new ones pass again. */
  cut(): void
  stop(): Promise<void>
}

export async function startTcpRelay(targetPort: number): Promise<TcpRelay> {
  const pairs = new Set<{ near: Socket; far: Socket }>()
  let isHeld = false
  const server = createServer((near) => {
    const far = connect({ port: targetPort, host: '127.0.0.1' })
    const pair = { near, far }
    pairs.add(pair)
    near.on('data', (bytes) => {
      if (!isHeld) far.write(bytes)
    })
    far.on('data', (bytes) => near.write(bytes))
    const end = () => {
      near.destroy()
      far.destroy()
      pairs.delete(pair)
    }
    for (const socket of [near, far]) socket.on('error', end).on('close', end)
  })
  const cut = () => {
    isHeld = false
    for (const { near, far } of pairs) {
      near.destroy()
      far.destroy()
    }
  }
  return {
    port: await listen(server),
    holdUpward: () => {
      isHeld = true
    },
    cut,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        cut()
      }),
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
}
