import { type AreaId, type CapSender, CodedError, type Grant } from '@tieng-lang/protocol'
import type { FastifyRequest } from 'fastify'
import { EVERYWHERE, mayDo, PERMISSIONS, type Permission } from '../../access/permissions.ts'
import { EVERY_RIGHT, type Principal } from '../../access/principal.ts'
import type { SignedIn } from '../../access/sign-in/signed-in.ts'
import { visibleAreas } from '../../access/visible-areas.ts'
import type { Services } from '../../broadcasting/services.ts'
import { findBearer, principalOfSender } from '../../cap/senders/cap-token.ts'
import type { Database } from '../../storage/database.ts'
import type { HttpServer } from '../http/http-server.ts'
import { operatorOf } from '../http/operator.ts'
import { principalOf } from '../http/principal-of.ts'
import { ROUTES, type RouteRule } from '../route-table.ts'
import { refuseForeignOrigin } from './foreign-origin.ts'
import { type AreaPath, isJudged, type Named, pathsOfRoute } from './place-of-route.ts'
import { signedInBy } from './signed-in-by.ts'

/** The network, with sessions, or the socket of this machine's administration, where everything is allowed. */
export type ListenerKind = 'public' | 'local'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The line of the route table; absent outside `/api/v1`. */
    rule?: RouteRule
  }
  interface FastifyRequest {
    /** Null on the local socket and on public routes. */
    signedIn: SignedIn | null
    /** Whose token it came with; only on the routes of CAP. */
    capSender: CapSender | null
  }
}

const API = '/api/v1/'
/** All that a person may do whose password must be changed first. */
const BEFORE_NEW_PASSWORD = new Set([
  'GET /api/v1/session',
  'DELETE /api/v1/session',
  'PUT /api/v1/session/password',
])

/**
 * Lets nobody past who may not: each route added from now on stands in the table or the server does not start, and no
 * handler runs before its line is asked. Answers `notSignedIn`, `passwordMustChange`, `notAllowed`, `foreignOrigin`.
 */
export function guardRoutes(server: HttpServer, services: Services, { kind }: { kind: ListenerKind }): void {
  server.decorateRequest('principal', null)
  server.decorateRequest('signedIn', null)
  server.decorateRequest('capSender', null)
  server.decorateRequest('areaIds')
  server.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) {
      if (!route.url.startsWith(API)) continue
      const rule = ROUTES[nameOf(method, route.url)]
      if (!rule) throw new Error(`${method} ${route.url} is not in the route table`)
      route.config = { ...route.config, rule }
    }
  })
  server.addHook('onRequest', async (request) => {
    request.areaIds = []
    const { rule } = request.routeOptions.config
    if (!rule) return
    if (kind === 'local' && rule.place !== 'capSender') request.principal = localAdministration(request)
    else letIn(services, request, rule)
  })
  server.addHook('preHandler', async (request) => {
    const { rule } = request.routeOptions.config
    if (rule) judge(services, request, rule)
  })
}

/** As in the route table; HEAD is a GET without its body. */
function nameOf(method: string, url: string | undefined): string {
  return `${method === 'HEAD' ? 'GET' : method} ${url}`
}

/** The socket's file mode has let them in; everything is allowed. */
function localAdministration(request: FastifyRequest): Principal {
  const name = operatorOf(request)
  return { operatorId: null, name, grants: EVERY_RIGHT, address: 'local', traceId: request.id }
}

/** Before any of the body is read. */
function letIn(services: Services, request: FastifyRequest, rule: RouteRule): void {
  refuseForeignOrigin(request, services.config.publicHttpUrls)
  if (rule.place === 'public') return
  const isBearer = request.headers.authorization !== undefined
  if (rule.place === 'capSender' || (rule.place === 'signedInOrCapSender' && isBearer)) {
    letSenderIn(services, request)
    return
  }
  const signedIn = signedInBy(services, request)
  if (!signedIn) throw new CodedError('notSignedIn', 'sign in first')
  const { operatorId, name, grants, mustChangePassword } = signedIn
  if (mustChangePassword && !BEFORE_NEW_PASSWORD.has(nameOf(request.method, request.routeOptions.url)))
    throw new CodedError('passwordMustChange', 'the password must be changed first')
  request.signedIn = signedIn
  request.principal = { operatorId, name, grants, address: request.ip, traceId: request.id }
  if (rule.permission && !holdsSomewhere(request.principal, rule.permission)) throw notAllowed(rule)
}

/** A token is no session: it opens these routes, in its own areas, and no other. */
function letSenderIn(services: Services, request: FastifyRequest): void {
  const sender = findBearer(services, request.headers.authorization)
  if (!sender) throw new CodedError('notSignedIn', 'this needs the bearer token of a CAP sender')
  request.capSender = sender
  request.principal = principalOfSender(sender, { address: request.ip, traceId: request.id })
}

function holdsSomewhere({ grants }: Principal, permission: Permission): boolean {
  const roles: readonly string[] = PERMISSIONS[permission]
  return grants.some(({ role }) => roles.includes(role))
}

/** Once the shapes are checked: may they do it on the very place that the request names? */
function judge({ database }: Services, request: FastifyRequest, rule: RouteRule): void {
  const { permission, place } = rule
  if (permission === null || !isJudged(place)) return
  const { params, query, body } = request
  const paths = pathsOfRoute(database, place, {
    params: named(params),
    query: named(query),
    body: named(body),
  })
  const { grants } = principalOf(request)
  const isAllowed = (path: AreaPath) => mayDo(grants, permission, path)
  // What reaches several areas may be seen from any of them, but changed only by those who may in all.
  const isJudgedWell = permission === 'look' ? paths.some(isAllowed) : paths.every(isAllowed)
  const isHeardThere = place === 'programme' || place === 'emergency' || place === 'liveSession'
  const isHeardBelow = permission === 'look' && isHeardThere && reachesDown(database, grants, paths)
  if (!isJudgedWell && !isHeardBelow) throw notAllowed(rule)
  request.areaIds = lastOf(paths)
}

/** What the province broadcasts is heard in its communes: their people see it in the list and may open it as well. */
function reachesDown(database: Database, grants: readonly Grant[], paths: readonly AreaPath[]): boolean {
  const { ancestorIds } = visibleAreas(database, grants)
  return lastOf(paths).some((areaId) => ancestorIds.has(areaId))
}

function lastOf(paths: readonly AreaPath[]): AreaId[] {
  return [...new Set(paths.flatMap((path) => (path === EVERYWHERE ? [] : path.slice(-1))))]
}

function named(value: unknown): Named {
  // A stream or a text as the body names nothing.
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function notAllowed({ permission, place }: RouteRule): CodedError {
  return new CodedError('notAllowed', `this needs the right ${permission} on the ${place}`)
}
