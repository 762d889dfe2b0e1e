import type { LiveSessionLine } from '@tieng-lang/protocol'
import { replaceLiveSession, type StoredLiveSession } from '../../../storage/live/live-sessions.ts'
import type { Services } from '../../services.ts'
import { recordDocument } from './live-document.ts'

export type EndedBecause = NonNullable<LiveSessionLine['endedBecause']>

/** Writes down that it is over, with its last document; belongs into the transaction of the act. */
export function recordEnd(
  services: Pick<Services, 'addresses' | 'clock' | 'database' | 'keys' | 'steps'>,
  session: StoredLiveSession,
  because: EndedBecause,
): StoredLiveSession {
  const { clock, database, addresses } = services
  const ended = { ...session, state: 'ended' as const, endedAt: clock.now(), endedBecause: because }
  replaceLiveSession(database, ended)
  recordDocument(services, ended, addresses.senders)
  return ended
}
