import type { AreaId, Cancellable, Id } from '@tieng-lang/protocol'
import { findLiveSession, type StoredLiveSession } from '../../../storage/live/live-sessions.ts'
import { areaTree } from '../../../storage/tree/area-tree.ts'
import type { Services } from '../../services.ts'
import { liveLine } from '../answer/live-line.ts'
import type { LiveRun } from './live-run.ts'

/** So often at most is the standing of one session told while clusters answer. */
const TELL_EVERY_MS = 500

/** Tells open pages how sessions stand: at once what people do, some times a second what clusters say. */
export class LiveTeller {
  readonly #parts: Pick<Services, 'clock' | 'database' | 'updates'>
  readonly #runOf: (sessionId: Id) => LiveRun | undefined
  readonly #soon = new Map<Id, Cancellable>()
  #isStopped = false

  constructor(
    parts: Pick<Services, 'clock' | 'database' | 'updates'>,
    runOf: (sessionId: Id) => LiveRun | undefined,
  ) {
    this.#parts = parts
    this.#runOf = runOf
  }

  /** Pages that show lists ask anew as well. */
  tellNow(session: StoredLiveSession): void {
    const { sessionId } = session
    this.#soon.get(sessionId)?.cancel()
    this.#soon.delete(sessionId)
    this.#tell(session)
    this.#parts.updates.changed('liveSessions', sessionId)
  }

  tellSoon(sessionId: Id): void {
    if (this.#isStopped || this.#soon.has(sessionId)) return
    const tell = () => {
      this.#soon.delete(sessionId)
      const session = this.#runOf(sessionId)?.session ?? findLiveSession(this.#parts.database, sessionId)
      if (session) this.#tell(session)
    }
    this.#soon.set(sessionId, this.#parts.clock.after(TELL_EVERY_MS, tell))
  }

  stop(): void {
    this.#isStopped = true
    for (const timer of this.#soon.values()) timer.cancel()
    this.#soon.clear()
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
