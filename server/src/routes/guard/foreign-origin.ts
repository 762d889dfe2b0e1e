import type { IncomingHttpHeaders } from 'node:http'
import { CodedError } from '@tieng-lang/protocol'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses (`foreignOrigin`) what a page of another site makes a browser send: every change, and the opening of a
 * socket. Programs that are no browsers send neither header and have no cookie that could be misused.
 */
export function refuseForeignOrigin(
  { method, headers }: { method: string; headers: IncomingHttpHeaders },
  ownUrls: readonly string[],
): void {
  const isUpgrade = headers.upgrade !== undefined
  if (SAFE_METHODS.has(method) && !isUpgrade) return
  if (isForeign(headers, ownUrls)) throw new CodedError('foreignOrigin', 'this was sent by another site')
}

function isForeign(headers: IncomingHttpHeaders, ownUrls: readonly string[]): boolean {
  const { origin, host } = headers
  // Fetch Metadata: `none` is a person's own act, such as an address typed in.
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  if (origin === undefined) return false
  if (!URL.canParse(origin)) return true
  const { host: ownHost, origin: plain } = new URL(origin)
  return ownHost !== host && !ownUrls.some((url) => new URL(url).origin === plain)
}
