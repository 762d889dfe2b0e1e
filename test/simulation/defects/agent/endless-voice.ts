import { LIVE_EXPIRY_MS_MAX, LIVE_RENEWAL_MS, type LiveSession } from '@tieng-lang/protocol'
import type { Defect } from '../defect.ts'
import { forged, hearing, trustingAnyone } from './spoilt-transport.ts'

interface Claims {
  revision: number
  expiresAt: number
  validUntil: number
  body: LiveSession
}

const RENEWALS = 12

/** The agent takes a session for renewed that nobody renews any more. */
export const ENDLESS_VOICE: Defect = {
  name: 'an agent for which no live session expires',
  foundBy: 'a live voice ends with its session',
  agentParts: (parts) =>
    hearing(trustingAnyone(parts), (message, later) => {
      for (let count = 1; count <= RENEWALS && message.payload.length > 0; count++) {
        const afterMs = count * LIVE_RENEWAL_MS
        const renewal = forged<Claims>(message, 'live', (claims) => ({
          ...claims,
          revision: claims.revision + count,
          validUntil: claims.validUntil + afterMs,
          body: { ...claims.body, expiresAt: parts.clock.now() + afterMs + LIVE_EXPIRY_MS_MAX },
        }))
        if (renewal) parts.clock.after(afterMs, () => later(renewal))
      }
      return [message]
    }),
}
