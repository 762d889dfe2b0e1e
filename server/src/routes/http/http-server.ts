import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { CodedError } from '@tieng-lang/protocol'
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify'
import type { AnsweredRequest } from '../../observability/metrics/server-metrics.ts'
import { problemOf } from '../../problem.ts'
import { setSecurityHeaders } from './security-headers.ts'

export interface HttpServerOptions {
  log: FastifyBaseLogger
  /** JSON bodies; streams have limits of their own. */
  bodyBytesMax: number
  requestMsMax: number
  /** Addresses or networks whose `X-Forwarded-For` is believed. */
  trustedProxies?: readonly string[]
  /**
   * What answers need is compiled before the doors open, which takes half a second: then no first page of its kind keeps
   * everybody else waiting for a twentieth.
   */
  isReadyAtOnce?: boolean
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
  isReadyAtOnce = false,
  onAnswered = () => {},
}: HttpServerOptions) {
  const server = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyBytesMax,
    requestTimeout: requestMsMax,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    connectionTimeout: 0,
    keepAliveTimeout: HEADERS_MS_MAX,
    forceCloseConnections: true,
    // Nothing is dropped, nothing is guessed: unknown fields are refused, "5" is not 5.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false } },
    serializerOpts: { compileValidators: isReadyAtOnce },
  }).withTypeProvider<TypeBoxTypeProvider>()

  setSecurityHeaders(server)
  server.addHook('onResponse', async ({ method, routeOptions }, { statusCode: status, elapsedTime }) => {
    onAnswered({ method, route: routeOptions.url, status, durationMs: elapsedTime })
  })
  server.setErrorHandler((cause, request, reply) => {
    const problem = problemOf(cause)
    if (problem.status >= 500) request.log.error({ err: cause, url: request.url }, 'request failed')
    return reply.code(problem.status).type('application/problem+json').send(problem)
  })
  server.setNotFoundHandler((request, reply) => {
    const problem = problemOf(new CodedError('notFound', `nothing at ${request.url.slice(0, 200)}`))
    return reply.code(404).type('application/problem+json').send(problem)
  })
  return server
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
