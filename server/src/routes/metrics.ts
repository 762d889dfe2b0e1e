import { createHash, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import { CodedError } from '@tieng-lang/protocol'
import type { FastifyRequest } from 'fastify'
import type { Registry } from 'prom-client'
import type { HttpServer } from './http/http-server.ts'

/** Set by proxies: what came through one is not of this machine, whatever address it has. */
const FORWARDED = ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip']

/**
 * `GET /metrics` for Prometheus. On the network only for programs on this machine, or with the bearer token of the
 * settings; on the administration socket for whoever may open it. Throws `notAllowed`.
 */
export function metricsRoute(
  server: HttpServer,
  registry: Registry,
  { token, isLocalSocket }: { token: string | null; isLocalSocket: boolean },
): void {
  server.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    const isLetIn = isLocalSocket || isOfThisMachine(request) || holdsToken(request, token)
    if (!isLetIn)
      throw new CodedError('notAllowed', 'metrics are for this machine, or with the token of the settings')
    const text = await registry.metrics()
    return reply.type(registry.contentType).header('cache-control', 'no-store').send(text)
  })
}

function isOfThisMachine({ socket, headers }: FastifyRequest): boolean {
  if (FORWARDED.some((name) => headers[name] !== undefined)) return false
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  return address === '::1' || (isIP(address) === 4 && address.startsWith('127.'))
}

/** Compared in constant time, and by hashes so that not even the length is told. */
function holdsToken({ headers }: FastifyRequest, token: string | null): boolean {
  const [, given] = /^Bearer (.{1,300})$/.exec(headers.authorization ?? '') ?? []
  if (token === null || given === undefined) return false
  return timingSafeEqual(hashOf(given), hashOf(token))
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
