import { once } from 'node:events'
import { createServer, type Server } from 'node:tls'
import { type Cancellable, type Clock, CodedError, HOUR_MS, SECOND_MS } from '@tieng-lang/protocol'
import type { Services } from '../broadcasting/services.ts'
import type { CertificateSource, ServerCertificate } from '../certificates/certificate-source.ts'
import { reachableUrl } from '../listening.ts'
import type { HttpServer } from '../routes/http/http-server.ts'

export interface TlsDoor {
  url: string
  close(): Promise<void>
}

/** Certificates are renewed while we run, by us or by other programs. */
const LOOK_AGAIN_MS = HOUR_MS
const HANDSHAKE_MS_MAX = 10 * SECOND_MS

/**
 * Lets people in over TLS: what is decrypted goes to the same HTTP server as everything else. Undefined where it is not
 * wanted. Rejects as the certificates' source does, and with `portUnavailable`.
 */
export async function openTlsDoor(
  { config, clock, log, certificates }: Pick<Services, 'certificates' | 'clock' | 'config' | 'log'>,
  publicServer: HttpServer,
): Promise<TlsDoor | undefined> {
  const { https } = config
  if (https === null || certificates === undefined) return undefined
  const host = https.host ?? config.host
  const door = createDoor(publicServer, await certificates.read())
  const port = await listen(door, { host, port: https.port })
  const onTrouble = (err: unknown) => log?.warn({ err }, 'the certificate')
  const renewal = renewing({ clock, door, certificates, onTrouble })
  return {
    url: reachableUrl('https', { host, port }),
    close: async () => {
      renewal.cancel()
      door.close()
    },
  }
}

function createDoor({ server }: HttpServer, certificate: ServerCertificate): Server {
  const options = { ...certificate, minVersion: 'TLSv1.2', ALPNProtocols: ['http/1.1'] } as const
  const door = createServer({ ...options, handshakeTimeout: HANDSHAKE_MS_MAX }, (socket) => {
    socket.on('error', () => socket.destroy())
    server.emit('connection', socket)
  })
  // Whoever does not come to an agreement goes away again.
  door.on('tlsClientError', () => {})
  return door
}

async function listen(door: Server, { host, port }: { host: string; port: number }): Promise<number> {
  try {
    door.listen(port, host)
    await once(door, 'listening')
  } catch (cause) {
    throw new CodedError('portUnavailable', `${host}:${port} cannot be listened on`, { cause })
  }
  const address = door.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

/** Whoever comes after it meets the renewed certificate; one that cannot be read leaves the old one in its place. */
function renewing(parts: {
  clock: Clock
  door: Server
  certificates: CertificateSource
  onTrouble(cause: unknown): void
}): Cancellable {
  const { clock, door, certificates, onTrouble } = parts
  let timer: Cancellable
  const look = () => {
    timer = clock.after(LOOK_AGAIN_MS, look)
    certificates
      .read()
      .then((certificate) => door.setSecureContext(certificate))
      .catch(onTrouble)
  }
  timer = clock.after(LOOK_AGAIN_MS, look)
  return { cancel: () => timer.cancel() }
}
