import { type Cancellable, CodedError, LIVE_DELAYS_MS, MINUTE_MS, SECOND_MS } from '@tieng-lang/protocol'
import type { Services } from '../services.ts'
import { beginRelay, isStoppedByPeople, type RelayServices, TAIL_MS } from './begin-relay.ts'
import { type DueRelay, keyOf } from './due/due-relay.ts'
import { listDueRelays } from './due/list-due-relays.ts'
import { SourceFeeds } from './feed/source-feeds.ts'
import type { OpenSource } from './feed/station-calls.ts'
import { RelayVoice } from './relay-voice.ts'

export type RelayDeskParts = RelayServices &
  Pick<Services, 'media' | 'reports' | 'stream' | 'updates'> &
  Partial<Pick<Services, 'log'>>

const TICK_MS = SECOND_MS
/** The station is opened, and the clusters get ready, so long before. */
export const LEAD_MS = 6 * SECOND_MS
/** What is due is read anew so often, and after every change. */
const READ_EVERY_MS = 30 * SECOND_MS
const READ_AHEAD_MS = 2 * MINUTE_MS
/** What could not begin is tried again after so long. */
const AGAIN_MS = 10 * SECOND_MS
const RELAYS_MAX = 200
/** With less than this left of it nothing is begun any more. */
const LEFT_MS_MIN = 3 * SECOND_MS

interface RelayRun {
  sessionId: string
  due: DueRelay
  voice: RelayVoice
  /** Leaves the station. */
  leave: () => void
}

/**
 * Runs the relays of the plan: begins a live session a few seconds before each, speaks into it, and ends what is planned
 * no more. What was on air when the server went is begun anew for the rest of its time.
 */
export class RelayDesk {
  readonly #parts: RelayDeskParts
  readonly #feeds: SourceFeeds
  readonly #runs = new Map<string, RelayRun>()
  readonly #failedAtMs = new Map<string, number>()
  #due = new Map<string, DueRelay>()
  #readAtMs: number | undefined
  #reading: Promise<void> | undefined
  #timer: Cancellable | undefined
  #unlisten = () => {}
  #isStopped = false

  constructor(parts: RelayDeskParts, open: OpenSource) {
    this.#parts = parts
    this.#feeds = new SourceFeeds({ clock: parts.clock, chance: parts.chance, open })
  }

  start(): void {
    this.#unlisten = this.#parts.updates.listen(({ update }) => {
      if (update.kind === 'changed' && update.thing !== 'liveSessions') this.#readAtMs = undefined
    })
    this.#tick()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#unlisten()
    this.#timer?.cancel()
    for (const { leave } of this.#runs.values()) leave()
    this.#runs.clear()
    this.#feeds.stop()
    await this.#reading
  }

  #tick(): void {
    const { clock } = this.#parts
    this.#timer = clock.after(TICK_MS, () => this.#tick())
    const isStale = this.#readAtMs === undefined || clock.monotonicMs() - this.#readAtMs >= READ_EVERY_MS
    if (isStale && !this.#reading) this.#reading = this.#read()
    this.#beginDue()
  }

  async #read(): Promise<void> {
    this.#readAtMs = this.#parts.clock.monotonicMs()
    try {
      const due = await listDueRelays(this.#parts, READ_AHEAD_MS)
      if (this.#isStopped) return
      this.#due = due
      for (const [key, run] of [...this.#runs]) this.#guarded(run.due, () => this.#follow(run, due.get(key)))
      this.#beginDue()
    } catch (cause) {
      // What was read before goes on.
      if (!(cause instanceof CodedError)) throw cause
      this.#parts.reports.count(undefined, cause.code, `what is to be relayed: ${cause.message}`)
    } finally {
      this.#reading = undefined
    }
  }

  /** What is on air as it is planned by now: withdrawn, longer or shorter, from another station. */
  #follow(run: RelayRun, due: DueRelay | undefined): void {
    const { clock, live } = this.#parts
    if (!due && clock.now() < run.due.endsAt) live.end(run.sessionId, 'ended')
    if (!due) return
    const isElsewhere = due.url !== run.due.url
    if (isElsewhere) this.#feeds.checkRoom(due.url)
    live.endAt(run.sessionId, due.endsAt + TAIL_MS)
    run.due = due
    if (!isElsewhere) return
    run.leave()
    run.leave = this.#listen(due.url, run.voice)
  }

  #beginDue(): void {
    const now = this.#parts.clock.now()
    for (const [key, due] of this.#due) {
      const isNow = now >= due.dueAt - LEAD_MS && now < due.endsAt - LEFT_MS_MIN
      if (isNow && !this.#runs.has(key) && !this.#hasJustFailed(key))
        this.#guarded(due, () => this.#begin(due))
    }
    for (const key of this.#failedAtMs.keys()) if (!this.#due.has(key)) this.#failedAtMs.delete(key)
  }

  #hasJustFailed(key: string): boolean {
    const failedAtMs = this.#failedAtMs.get(key)
    return failedAtMs !== undefined && this.#parts.clock.monotonicMs() - failedAtMs < AGAIN_MS
  }

  /** One relay that cannot be must not keep the others from being. */
  #guarded(due: DueRelay, act: () => void): void {
    const { clock, reports } = this.#parts
    try {
      act()
    } catch (cause) {
      if (!(cause instanceof CodedError)) throw cause
      reports.count(undefined, cause.code, `the relay ${due.occurrenceId}: ${cause.message}`)
      this.#failedAtMs.set(keyOf(due), clock.monotonicMs())
    }
  }

  #begin(due: DueRelay): void {
    const { live, log } = this.#parts
    if (isStoppedByPeople(this.#parts, due)) return
    if (this.#runs.size >= RELAYS_MAX) throw new CodedError('limitExceeded', `${RELAYS_MAX} relays at once`)
    this.#feeds.checkRoom(due.url)
    const { sessionId } = beginRelay(this.#parts, due)
    const voice = this.#voiceOf(sessionId, due)
    live.speak(sessionId, voice)
    this.#runs.set(keyOf(due), { sessionId, due, voice, leave: this.#listen(due.url, voice) })
    log?.info({ sessionId, occurrenceId: due.occurrenceId }, 'a relay has begun')
  }

  #voiceOf(sessionId: string, due: DueRelay): RelayVoice {
    const { clock, live, media, reports } = this.#parts
    return new RelayVoice({
      now: () => clock.now(),
      trouble: () => this.#feeds.troubleOf(this.#runs.get(keyOf(due))?.due.url ?? due.url)?.code ?? null,
      // What is said then is heard at its time; after a restart the station has as long to come.
      fallbackAt: Math.max(due.dueAt, clock.now() + LEAD_MS) - LIVE_DELAYS_MS.robust,
      send: (message) => {
        try {
          live.take(sessionId, message)
        } catch (cause) {
          if (!(cause instanceof CodedError)) throw cause
          reports.count(undefined, cause.code, cause.message)
        }
      },
      openFallback: () => {
        const { fallback } = this.#runs.get(keyOf(due))?.due ?? due
        return fallback && media.read(fallback.sha256, { start: 0, end: fallback.sizeBytes - 1 })
      },
      onOver: () => this.#forget(keyOf(due)),
    })
  }

  #listen(url: string, voice: RelayVoice): () => void {
    return this.#feeds.join(url, (tick, packet) => voice.tick(tick, packet))
  }

  #forget(key: string): void {
    const run = this.#runs.get(key)
    this.#runs.delete(key)
    run?.leave()
  }
}
