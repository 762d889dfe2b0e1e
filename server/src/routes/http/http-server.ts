import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { CodedError, type TraceId } from '@tieng-lang/protocol'
import Fastify, { type FastifyBaseLogger, type FastifyRequest, LogController } from 'fastify'
import type { AnsweredRequest } from '../../observability/metrics/server-metrics.ts'
import { problemOf } from '../../problem.ts'
import { setSecurityHeaders } from './security-headers.ts'
import { SHAPE_COMPILERS } from './shape-compilers.ts'

export interface HttpServerOptions {
  log: FastifyBaseLogger
  /** JSON bodies; streams have limits of their own. */
  bodyBytesMax: number
  requestMsMax: number
  /** Addresses or networks whose `X-Forwarded-For` is believed. */
  trustedProxies?: readonly string[]
  /** The id of each request: ours alone, for one that comes from outside could be anything. */
  newTraceId?: () => TraceId
  /** Told of each request when its answer is out. */
  onAnswered?: (answered: AnsweredRequest) => void
}

const HEADERS_MS_MAX = 10_000

/** A listener that takes exactly what its shapes allow, and answers every failure with a problem document (RFC 9457). */
export function createHttpServer({
  log,
  bodyBytesMax,
  requestMsMax,
  trustedProxies = [],
  newTraceId,
  onAnswered = () => {},
}: HttpServerOptions) {
  const server = Fastify({
    loggerInstance: log,
    ...(newTraceId && { genReqId: newTraceId }),
    requestIdHeader: false,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'traceId' }),
    bodyLimit: bodyBytesMax,
    requestTimeout: requestMsMax,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    connectionTimeout: 0,
    keepAliveTimeout: HEADERS_MS_MAX,
    forceCloseConnections: true,
    // Nothing is dropped, nothing is guessed: unknown fields are refused, "5" is not 5.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false } },
    schemaController: { compilersFactory: SHAPE_COMPILERS },
  }).withTypeProvider<TypeBoxTypeProvider>()

  setSecurityHeaders(server)
  server.addHook('onRequest', async ({ id }, reply) => {
    reply.header('x-request-id', id)
  })
  server.addHook('onResponse', async (request, { statusCode: status, elapsedTime }) => {
    const answered = {
      method: request.method,
      route: request.routeOptions.url,
      status,
      durationMs: elapsedTime,
    }
    onAnswered(answered)
    logRequest(request, answered)
  })
  server.setErrorHandler((cause, request, reply) => {
    const problem = problemOf(cause)
    if (problem.status >= 500) request.log.error({ err: cause, path: pathOf(request) }, 'request failed')
    const told = { ...problem, traceId: request.id }
    return reply.code(problem.status).type('application/problem+json').send(told)
  })
  server.setNotFoundHandler((request, reply) => {
    const problem = problemOf(new CodedError('notFound', `nothing at ${request.url.slice(0, 200)}`))
    const told = { ...problem, traceId: request.id }
    return reply.code(404).type('application/problem+json').send(told)
  })
  return server
}

const CHANGES = ['POST', 'PUT', 'PATCH', 'DELETE']

/** Who changes something leaves a line; who only looks does not, unless somebody asks for it. */
function logRequest(request: FastifyRequest, { method, route, status, durationMs }: AnsweredRequest): void {
  const facts = { method, route, path: pathOf(request), status, durationMs: Math.round(durationMs) }
  const level = CHANGES.includes(method) ? 'info' : 'debug'
  request.log[level]({ ...facts, operatorId: request.principal?.operatorId ?? undefined }, 'request')
}

/** Without its query, in which a page may say anything. */
function pathOf({ url }: FastifyRequest): string {
  return (url.split('?')[0] ?? '').slice(0, 200)
}

/** Rejects with `portUnavailable` where the port is taken or not ours to take. */
export async function listenOn(server: HttpServer, address: { host: string; port: number }): Promise<void> {
  try {
    await server.listen(address)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') throw cause
    throw new CodedError('portUnavailable', `${address.host}:${address.port}: ${code}`, { cause })
  }
}

export type HttpServer = ReturnType<typeof createHttpServer>
