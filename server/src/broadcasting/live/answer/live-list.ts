import type { LiveSessionLine, Page } from '@tieng-lang/protocol'
import type { Principal } from '../../../access/principal.ts'
import { visibleAreas } from '../../../access/visible-areas.ts'
import { listLiveSessions, type StoredLiveSession } from '../../../storage/live/live-sessions.ts'
import type { Services } from '../../services.ts'
import { visiblePage } from '../../visible-page.ts'
import { liveLine } from './live-line.ts'

/** Those that concern the asker's areas, the newest first. Throws `badRequest` for an `after` that no page said. */
export function listLiveSessionsFor(
  { database, live }: Pick<Services, 'database' | 'live'>,
  after: string | undefined,
  { grants }: Principal,
): Page<LiveSessionLine> {
  const { shown, next } = visiblePage<StoredLiveSession>(
    {
      visible: visibleAreas(database, grants),
      read: (place, countMax) => listLiveSessions(database, { after: place, countMax }),
      placeOf: ({ startedAt, sessionId }) => ({ at: startedAt, id: sessionId }),
    },
    after,
  )
  return { items: shown.map((session) => liveLine(session, live.run(session.sessionId))), next }
}
