import { newId } from '@tieng-lang/protocol'
import type { Logger } from 'pino'
import type { Services } from '../broadcasting/services.ts'
import type { ListeningPorts } from '../listening.ts'
import type { AnsweredRequest, ServerMetrics } from '../observability/metrics/server-metrics.ts'
import type { Observability } from '../observability/observability.ts'
import { listenOnSocket } from '../routes/admin-socket.ts'
import { apiRoutes } from '../routes/api.ts'
import { createHttpServer, type HttpServer } from '../routes/http/http-server.ts'
import { metricsRoute } from '../routes/metrics.ts'
import { publicRoutes } from '../routes/public.ts'
import { openDoors } from './doors.ts'
import type { StartedParts } from './started-parts.ts'
import { openTlsDoor } from './tls-door.ts'

const BODY_BYTES_MAX = 1_048_576
/** An upload over a slow line may take so long. */
const PUBLIC_REQUEST_MS_MAX = 3_600_000

export interface ListenerOptions {
  log: Logger
  metrics: ServerMetrics
  observability: Observability
  ports: ListeningPorts
  /** The path of the administration socket. */
  adminSocket: string
  /** Takes each listener as it is opened. */
  parts: StartedParts
}

/** Lets clusters and people in, then whoever administers this machine. */
export async function openListeners(
  services: Services,
  options: ListenerOptions,
): Promise<{ httpUrl: string; httpsUrl: string | null; mqttUrl: string }> {
  const { ports, adminSocket, parts } = options
  const publicServer = await publicListener(services, options)
  parts.add(() => publicServer.close())
  const urls = await openDoors(services, publicServer, ports)
  const tlsDoor = await openTlsDoor(services, publicServer)
  parts.add(() => tlsDoor?.close())
  if (tlsDoor) services.addresses.httpsUrl = tlsDoor.url
  const adminServer = await adminListener(services, options)
  parts.add(() => adminServer.close())
  await listenOnSocket(adminServer, adminSocket)
  return { ...urls, httpsUrl: tlsDoor?.url ?? null }
}

async function publicListener(services: Services, options: ListenerOptions): Promise<HttpServer> {
  const { metrics, observability } = options
  const { access, metrics: settings } = services.config
  const server = createHttpServer({
    ...ofEachListener(services, options),
    requestMsMax: PUBLIC_REQUEST_MS_MAX,
    trustedProxies: access.trustedProxies,
  })
  metricsRoute(server, metrics.registry, { token: settings.token, isLocalSocket: false })
  await publicRoutes(server, services, observability)
  await apiRoutes(server, services, { kind: 'public', observability })
  return server
}

async function adminListener(services: Services, options: ListenerOptions): Promise<HttpServer> {
  const { metrics, observability } = options
  const server = createHttpServer({ ...ofEachListener(services, options), requestMsMax: 0 })
  metricsRoute(server, metrics.registry, { token: null, isLocalSocket: true })
  await apiRoutes(server, services, { kind: 'local', observability })
  return server
}

function ofEachListener({ chance }: Services, { log, metrics }: ListenerOptions) {
  return {
    log,
    bodyBytesMax: BODY_BYTES_MAX,
    newTraceId: () => newId('vet', chance),
    onAnswered: (answered: AnsweredRequest) => metrics.requestAnswered(answered),
  }
}
