import { fastifyCookie } from '@fastify/cookie'
import { DAY_MS, SECOND_MS } from '@tieng-lang/protocol'
import type { Services } from '../../broadcasting/services.ts'

const NAME = 'tl-session'

/** The session's token from a `Cookie` header; of the updates socket's opening request as well. */
export function sessionTokenOf(header: string | undefined): string | undefined {
  return header === undefined ? undefined : fastifyCookie.parse(header)[NAME]
}

/** `Set-Cookie` of a sign-in: out of reach of scripts, and never sent by a foreign page (RFC 6265bis §4.1.2). */
export function sessionCookie(
  { addresses, config }: Pick<Services, 'addresses' | 'config'>,
  token: string,
): string {
  const maxAge = (config.access.sessionDaysMax * DAY_MS) / SECOND_MS
  return fastifyCookie.serialize(NAME, token, { ...attributes(addresses.httpUrls), maxAge })
}

/** `Set-Cookie` of a sign-out. */
export function endedSessionCookie({ addresses }: Pick<Services, 'addresses'>): string {
  return fastifyCookie.serialize(NAME, '', { ...attributes(addresses.httpUrls), maxAge: 0 })
}

/** Over plain HTTP in a commune's own network a browser would drop a `Secure` cookie. */
function attributes(httpUrls: readonly string[]) {
  const secure = httpUrls.length > 0 && httpUrls.every((url) => url.startsWith('https:'))
  return { httpOnly: true, sameSite: 'strict', path: '/', secure } as const
}
