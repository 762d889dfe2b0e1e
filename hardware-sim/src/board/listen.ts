import type { Server } from 'node:net'

/** Makes a server listen on this machine only; gives its port. Rejects with the cause when the port is taken. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port }, () => {
      server.off('error', reject)
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error('The server has no TCP address'))
      else resolve(address.port)
    })
  })
}
