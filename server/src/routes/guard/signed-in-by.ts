import type { IncomingHttpHeaders } from 'node:http'
import { findSignedIn, type SignedIn } from '../../access/sign-in/signed-in.ts'
import type { Services } from '../../broadcasting/services.ts'
import { sessionTokenOf } from './session-cookie.ts'

type Parts = Pick<Services, 'clock' | 'config' | 'database'>

/** Who is signed in by the cookie of a request, with what they may do now; undefined for anyone else. */
export function signedInBy(
  { clock, config, database }: Parts,
  { headers }: { headers: IncomingHttpHeaders },
): SignedIn | undefined {
  const { sessionIdleHoursMax } = config.access
  return findSignedIn({ database, clock, sessionIdleHoursMax }, sessionTokenOf(headers.cookie))
}

/** The same, without those who must choose a password of their own before they do anything else. */
export function fullySignedInBy(
  parts: Parts,
  request: { headers: IncomingHttpHeaders },
): SignedIn | undefined {
  const signedIn = signedInBy(parts, request)
  return signedIn?.mustChangePassword ? undefined : signedIn
}
