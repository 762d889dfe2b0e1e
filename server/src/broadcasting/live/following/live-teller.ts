import type { AreaId, Id } from '@tieng-lang/protocol'
import { findLiveSession, type StoredLiveSession } from '../../../storage/live/live-sessions.ts'
import { areaTree } from '../../../storage/tree/area-tree.ts'
import { Seldom } from '../../seldom.ts'
import type { Services } from '../../services.ts'
import { liveLine } from '../answer/live-line.ts'
import type { LiveRun } from './live-run.ts'

/** So often at most is the standing of one session told while clusters answer. */
const TELL_EVERY_MS = 500

/** Tells open pages how sessions stand: at once what people do, some times a second what clusters say. */
export class LiveTeller {
  readonly #parts: Pick<Services, 'clock' | 'database' | 'updates'>
  readonly #runOf: (sessionId: Id) => LiveRun | undefined
  readonly #seldom: Seldom

  constructor(
    parts: Pick<Services, 'clock' | 'database' | 'updates'>,
    runOf: (sessionId: Id) => LiveRun | undefined,
  ) {
    this.#parts = parts
    this.#runOf = runOf
    const { clock } = parts
    this.#seldom = new Seldom({
      clock,
      everyMs: TELL_EVERY_MS,
      tell: (sessionId) => this.#tellAsItStands(sessionId),
    })
  }

  /** Pages that show lists ask anew as well. */
  tellNow(session: StoredLiveSession): void {
    const { sessionId } = session
    this.#seldom.forget(sessionId)
    this.#tell(session)
    this.#parts.updates.changed('liveSessions', sessionId)
  }

  tellSoon(sessionId: Id): void {
    this.#seldom.soon(sessionId)
  }

  stop(): void {
    this.#seldom.stop()
  }

  #tellAsItStands(sessionId: Id): void {
    const session = this.#runOf(sessionId)?.session ?? findLiveSession(this.#parts.database, sessionId)
    if (session) this.#tell(session)
  }

  #tell(session: StoredLiveSession): void {
    const line = liveLine(session, this.#runOf(session.sessionId))
    this.#parts.updates.tell({ kind: 'live', session: line }, this.#audienceOf(session))
  }

  /** Whoever looks after its areas or anything below them. */
  #audienceOf({ areaIds }: StoredLiveSession): AreaId[] {
    const tree = areaTree(this.#parts.database)
    return [...new Set(areaIds.flatMap((areaId) => tree.idsBelow(areaId)))]
  }
}
