import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { DatagramSocket, DatagramSocketOptions, OpenDatagramSocket } from '../seams/datagram-socket.ts'
import type { Clock } from '../time.ts'

/** A burst to a thousand listeners, and what arrives while a thread is busy, must find room. */
const BUFFER_BYTES = 4 * 1_024 * 1_024

/** Real UDP over IPv4. @throws what `bind` says, e.g. `EADDRINUSE` */
export function systemDatagrams(clock: Pick<Clock, 'monotonicMs'>): OpenDatagramSocket {
  return async ({ host, port, onDatagram }: DatagramSocketOptions): Promise<DatagramSocket> => {
    const socket = createSocket({
      type: 'udp4',
      recvBufferSize: BUFFER_BYTES,
      sendBufferSize: BUFFER_BYTES,
    })
    socket.on('message', (bytes, from) =>
      onDatagram(bytes, { host: from.address, port: from.port }, clock.monotonicMs()),
    )
    socket.bind(port, host)
    await once(socket, 'listening')
    // From here on an error belongs to one datagram, which is lost.
    socket.on('error', () => {})
    return {
      port: socket.address().port,
      send: (bytes, to) => {
        try {
          socket.send(bytes, to.port, to.host, () => {})
        } catch {
          // A place that is none, or a socket that is closed: lost, as the seam says.
        }
      },
      close: () => new Promise((resolve) => socket.close(() => resolve())),
    }
  }
}
