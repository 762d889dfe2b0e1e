import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type Server, type TlsOptions } from 'node:tls'
import { type Cancellable, type Clock, CodedError, HOUR_MS, SECOND_MS } from '@tieng-lang/protocol'
import type { Services } from '../broadcasting/services.ts'
import type { ServerConfig } from '../config.ts'
import { reachableUrl } from '../listening.ts'
import type { HttpServer } from '../routes/http/http-server.ts'

type HttpsConfig = NonNullable<ServerConfig['https']>

export interface TlsDoor {
  url: string
  close(): Promise<void>
}

/** Certificates are renewed by other programs while we run. */
const LOOK_AGAIN_MS = HOUR_MS
const HANDSHAKE_MS_MAX = 10 * SECOND_MS

/**
 * Lets people in over TLS: what is decrypted goes to the same HTTP server as everything else. Undefined where no
 * certificate is set. Rejects with `badConfig` where the files are none, and `portUnavailable`.
 */
export async function openTlsDoor(
  { config, clock, log }: Pick<Services, 'clock' | 'config'> & Partial<Pick<Services, 'log'>>,
  publicServer: HttpServer,
): Promise<TlsDoor | undefined> {
  const { https } = config
  if (https === null) return undefined
  const door = createDoor(publicServer, await readCertificate(https))
  const port = await listen(door, https)
  const renewal = renewing({ clock, door, https, onTrouble: (err) => log?.warn({ err }, 'the certificate') })
  return {
    url: reachableUrl('https', { host: https.host, port }),
    close: async () => {
      renewal.cancel()
      door.close()
    },
  }
}

function createDoor({ server }: HttpServer, certificate: TlsOptions): Server {
  const options = { ...certificate, minVersion: 'TLSv1.2', ALPNProtocols: ['http/1.1'] } as const
  try {
    const door = createServer({ ...options, handshakeTimeout: HANDSHAKE_MS_MAX }, (socket) => {
      socket.on('error', () => socket.destroy())
      server.emit('connection', socket)
    })
    // Whoever does not come to an agreement goes away again.
    door.on('tlsClientError', () => {})
    return door
  } catch (cause) {
    throw new CodedError('badConfig', 'https: the certificate and the key do not belong together', { cause })
  }
}

async function readCertificate({ certificateFile, keyFile }: HttpsConfig): Promise<TlsOptions> {
  const read = (path: string) =>
    readFile(path).catch((cause: unknown) => {
      throw new CodedError('badConfig', `https: ${path} cannot be read`, { cause })
    })
  const [cert, key] = await Promise.all([read(certificateFile), read(keyFile)])
  return { cert, key }
}

async function listen(door: Server, { host, port }: HttpsConfig): Promise<number> {
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
  https: HttpsConfig
  onTrouble(cause: unknown): void
}): Cancellable {
  const { clock, door, https, onTrouble } = parts
  let timer: Cancellable
  const look = () => {
    timer = clock.after(LOOK_AGAIN_MS, look)
    readCertificate(https)
      .then((certificate) => door.setSecureContext(certificate))
      .catch(onTrouble)
  }
  timer = clock.after(LOOK_AGAIN_MS, look)
  return { cancel: () => timer.cancel() }
}
