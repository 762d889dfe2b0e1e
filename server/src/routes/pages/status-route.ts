import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Services } from '../../broadcasting/services.ts'
import { statusFor } from '../../broadcasting/status.ts'
import { fullySignedInBy } from '../guard/signed-in-by.ts'
import { renderStatusNumbers, renderStatusPage } from './status-page.ts'

const PAGE_HOLDS_MS = 2_000
/** So many people's pages are held at a time. */
const PAGES_MAX = 100
const ANYONE = ''

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

/**
 * The plain status page: a signed-in person sees the clusters of their areas by name, anyone else numbers. A page costs
 * a read of every cluster: whoever asks in a loop is shown the same one, and commands do not wait.
 */
export function statusRoute(services: Services) {
  const held = new Map<string, { html: string; untilMs: number }>()
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const person = fullySignedInBy(services, request)
    const key = person?.operatorId ?? ANYONE
    const known = held.get(key)
    const nowMs = services.clock.monotonicMs()
    const html = known && nowMs < known.untilMs ? known.html : pageFor(services, person?.grants ?? null)
    if (html !== known?.html) {
      if (held.size >= PAGES_MAX) held.clear()
      held.set(key, { html, untilMs: nowMs + PAGE_HOLDS_MS })
    }
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-security-policy', POLICY)
      .send(html)
  }
}

function pageFor(services: Services, grants: Parameters<typeof statusFor>[1] | null): string {
  const { clock, board, link, config } = services
  if (grants) return renderStatusPage(statusFor(services, grants), config.timeZone)
  const { enrolled: known, connected, planBehind } = board.totals()
  const numbers = { at: clock.now(), isBrokerConnected: link.isConnected(), connected, known, planBehind }
  return renderStatusNumbers(numbers, config.timeZone)
}
