import type { X509Certificate } from 'node:crypto'
import { CodedError } from '@tieng-lang/protocol'
import type { FastifyRequest } from 'fastify'
import type { Services } from '../../../broadcasting/services.ts'
import { certificatesAnswer } from '../../../certificates/certificate-facts.ts'
import { coversName } from '../../../certificates/reachable-names.ts'
import type { HttpServer } from '../../http/http-server.ts'
import { APPLE_PROFILE_TYPE, appleProfile } from './apple-profile.ts'
import { renderNoRootPage, renderTrustPage } from './trust-page.ts'

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
const PAGE = '/chung-thu-goc'
const FILE = 'tieng-lang.crt'
const PROFILE = 'tieng-lang.mobileconfig'

/**
 * How a device comes to trust the built-in authority: a page for people and the root itself. For anyone, over plain
 * HTTP as well: nobody has signed in yet, and what may be trusted is decided by comparing the fingerprint.
 */
export function trustRoutes(server: HttpServer, services: Services): void {
  const { config } = services
  server.get(PAGE, { schema: { hide: true } }, async (request, reply) => {
    const { root, server: shown } = services.certificates?.known() ?? {}
    const facts = certificatesAnswer(services).root
    void reply.type('text/html; charset=utf-8').header('cache-control', 'no-store')
    void reply.header('content-security-policy', POLICY)
    if (!root || !shown || !facts) return reply.code(404).send(renderNoRootPage())
    const files = { file: `${PAGE}/${FILE}`, profile: `${PAGE}/${PROFILE}` }
    const page = { facts, ...files, httpsUrl: httpsUrlFor(services, request, shown) }
    return reply.send(renderTrustPage(page, config.timeZone))
  })
  // Not as attachments: an iPhone offers to install only what it is shown.
  server.get(`${PAGE}/${FILE}`, { schema: { hide: true } }, async (_request, reply) =>
    reply.type('application/x-x509-ca-cert').header('cache-control', 'no-store').send(rootOf(services).raw),
  )
  server.get(`${PAGE}/${PROFILE}`, { schema: { hide: true } }, async (_request, reply) =>
    reply
      .type(APPLE_PROFILE_TYPE)
      .header('cache-control', 'no-store')
      .send(appleProfile(rootOf(services), FILE)),
  )
}

/** Throws `notFound` where no root of ours is in use. */
function rootOf({ certificates }: Services): X509Certificate {
  const root = certificates?.known()?.root
  if (!root) throw new CodedError('notFound', 'no certificate of ours is in use')
  return root
}

/** The same host as the reader came by, where the certificate holds for it; anybody may write a Host header. */
function httpsUrlFor(
  { addresses }: Services,
  { hostname }: FastifyRequest,
  shown: X509Certificate,
): string | null {
  const { httpsUrl } = addresses
  if (httpsUrl === undefined) return null
  const name = hostname.replace(/^\[|\]$/g, '')
  if (name === '' || !coversName(shown, name)) return httpsUrl
  const url = new URL(httpsUrl)
  url.hostname = hostname
  return url.origin
}
