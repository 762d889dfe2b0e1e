import type { Ack, AudioMessage, Cancellable, ClusterId, Health, Id } from '@tieng-lang/protocol'
import { CodedError, LIVE_DELAYS_MS, MINUTE_MS, SECOND_MS } from '@tieng-lang/protocol'
import { WRITE_AGAIN_MS } from '../../../storage/database.ts'
import type { LiveCluster } from '../../../storage/live/live-clusters.ts'
import {
  listLiveSessionsToFollow,
  replaceLiveSession,
  type StoredLiveSession,
} from '../../../storage/live/live-sessions.ts'
import type { ListenerReport, Stream } from '../../../streaming/stream.ts'
import type { Services } from '../../services.ts'
import { END_KEPT_MS, publishRecorded, recordDocument } from '../document/live-document.ts'
import { type EndedBecause, recordEnd } from '../document/session-end.ts'
import { clearEnded, isEmergencyOver, letGoRelay, publishRun, renew, tellSpeaker } from './live-care.ts'
import { isRenewalDue, nextEnding } from './live-limits.ts'
import { type LiveRun, newRun, type Speaker } from './live-run.ts'
import { LiveTeller } from './live-teller.ts'

export type LiveDeskParts = Pick<
  Services,
  'addresses' | 'clock' | 'config' | 'database' | 'keys' | 'link' | 'reports' | 'steps' | 'updates'
> & { stream: Stream } & Partial<Pick<Services, 'log'>>

const TICK_MS = SECOND_MS

/** What a new session brings along that is not written down. */
export interface Beginning {
  sounding: readonly LiveCluster[]
  quiet: readonly ClusterId[]
  /** When it is over by itself: of a relay, whose time is planned. */
  endsAt?: number | null
}

/** What a stop names it by. */
function broadcastOf({ sessionId, occurrenceId }: StoredLiveSession): string {
  return occurrenceId === null ? sessionId : (occurrenceId.split('/')[0] ?? sessionId)
}

/** Follows every session from its beginning until its documents are cleared: renewal, microphone, listeners, its end. */
export class LiveDesk {
  readonly #parts: LiveDeskParts
  readonly #teller: LiveTeller
  readonly #runs = new Map<Id, LiveRun>()
  #timer: Cancellable | undefined
  #isStopped = false

  constructor(parts: LiveDeskParts) {
    this.#parts = parts
    this.#teller = new LiveTeller(parts, (sessionId) => this.#runs.get(sessionId))
  }

  /** Ends what an earlier life has left on air: its key is gone. To be called before anything is published. */
  start(): void {
    const { database, stream } = this.#parts
    stream.onReports((reports) => this.#noteReports(reports))
    stream.onRefused((code, times) =>
      this.#parts.reports.count(undefined, code, `the media port, ${times} times`),
    )
    for (const session of listLiveSessionsToFollow(database))
      database.urgentTransaction(() => {
        if (session.state !== 'ended' && session.occurrenceId !== null) letGoRelay(this.#parts, session)
        else if (session.state !== 'ended') recordEnd(this.#parts, session, 'serverRestarted')
        // A restored database has forgotten what its documents say (`storage/after-restore.ts`).
        else recordDocument(this.#parts, session, this.#parts.addresses.senders)
      })
    this.#tickLater()
  }

  stop(): void {
    this.#isStopped = true
    this.#timer?.cancel()
    this.#teller.stop()
    for (const { speaker } of this.#runs.values()) speaker?.close('stopping')
  }

  /** After a session is recorded: clusters are told of it, and may listen. */
  began(session: StoredLiveSession, { sounding, quiet, endsAt = null }: Beginning): void {
    const { stream, config } = this.#parts
    const clusterIds = sounding.map(({ clusterId }) => clusterId)
    const talkMsMax = endsAt === null ? config.stream.talkMinutesMax * MINUTE_MS : endsAt - session.startedAt
    const run = newRun(session, { clusterIds, quiet, talkMsMax, endsAt })
    this.#runs.set(session.sessionId, run)
    const { sessionId, ssrc, delay } = session
    stream.open({ sessionId, ssrc, delayMs: LIVE_DELAYS_MS[delay], listeners: sounding })
    publishRun(this.#parts, run)
    this.#teller.tellNow(session)
    this.#tickLater()
  }

  /** After an end is recorded: clusters are told of it, and its speaker. */
  ended(session: StoredLiveSession): void {
    const { sessionId } = session
    const run = this.#runs.get(sessionId)
    this.#runs.delete(sessionId)
    publishRecorded(this.#parts, session)
    this.#parts.stream.close(sessionId)
    this.#teller.tellNow(session)
    if (run) run.session = session
    run?.speaker?.tellSession()
    run?.speaker?.close('over')
    this.#tickLater()
  }

  /** On air, or waiting for the microphone. */
  open(): LiveRun[] {
    return [...this.#runs.values()]
  }

  /** Of a relay: its time was planned anew. */
  endAt(sessionId: Id, endsAt: number): void {
    const state = this.#runs.get(sessionId)?.state
    if (state) state.endsAt = endsAt
  }

  /** Nothing of it is to be heard any more: it is over, and its clusters are told. */
  end(sessionId: Id, because: EndedBecause): void {
    const run = this.#runs.get(sessionId)
    if (run) this.#end(run.session, because)
  }

  run(sessionId: Id): LiveRun | undefined {
    return this.#runs.get(sessionId)
  }

  /**
   * Somebody holds a microphone from now on, in place of whoever held one; it counts its samples anew. Throws `wrongState`
   * where the session is over.
   */
  speak(sessionId: Id, speaker: Speaker): void {
    const run = this.#runAt(sessionId)
    run.speaker?.close('replaced')
    run.source.begin()
    run.speaker = speaker
    run.state.sourceGoneAt = null
    run.state.awaitedFromAt = this.#parts.clock.now()
  }

  /** Whoever asked for it is told of it only now, for an answer was lost: they have their time to begin. */
  toldAgain(sessionId: Id): void {
    const run = this.#runs.get(sessionId)
    if (run) run.state.awaitedFromAt = this.#parts.clock.now()
  }

  /** This speaker is gone: it is waited for. */
  fallSilent(sessionId: Id, speaker: Speaker): void {
    const run = this.#runs.get(sessionId)
    if (run?.speaker !== speaker) return
    run.speaker = undefined
    run.state.sourceGoneAt = this.#parts.clock.now()
  }

  /**
   * Hands a packet to the sender at once, and says how late it came; undefined for one that came before. Throws
   * `wrongState` where it is over, `tooManyPackets`, `tooManyBytes`.
   */
  take(sessionId: Id, message: AudioMessage): { behindMs: number } | undefined {
    const { clock, stream } = this.#parts
    const run = this.#runAt(sessionId)
    const taken = run.source.take(message, stream.now())
    if (!taken) return undefined
    if (run.state.onAirAt === null) this.#goOnAir(run)
    if (message.hasVoice) run.state.voiceAt = clock.now()
    stream.send(sessionId, taken)
    return { behindMs: taken.behindMs }
  }

  noteAck(clusterId: ClusterId, ack: Ack): void {
    for (const run of this.#runs.values())
      if (run.book.noteAck(clusterId, ack)) this.#teller.tellSoon(run.session.sessionId)
  }

  noteHealth(clusterId: ClusterId, health: Pick<Health, 'playing' | 'at'>): void {
    for (const run of this.#runs.values())
      if (run.book.noteHealth(clusterId, health)) this.#teller.tellSoon(run.session.sessionId)
  }

  /** Everything in these clusters, or this broadcast, was stopped: what is heard nowhere any more is over. */
  noteStop(clusterIds: readonly ClusterId[], broadcastId: string | null): void {
    const stopped = new Set(clusterIds)
    for (const { session, book } of this.open()) {
      const isMeant = broadcastId === null || broadcastId === broadcastOf(session)
      if (isMeant && book.clusterIds().every((clusterId) => stopped.has(clusterId)))
        this.#end(session, 'stopped')
    }
  }

  #runAt(sessionId: Id): LiveRun {
    const run = this.#runs.get(sessionId)
    if (!run) throw new CodedError('wrongState', `${sessionId} is not on air`)
    return run
  }

  #goOnAir(run: LiveRun): void {
    const { clock, database, reports } = this.#parts
    const onAirAt = clock.now()
    run.session = { ...run.session, state: 'onAir', onAirAt }
    Object.assign(run.state, { onAirAt, voiceAt: onAirAt })
    try {
      replaceLiveSession(database, run.session)
    } catch (cause) {
      // The next renewal writes it down: nobody is cut off by a full disk.
      if (!(cause instanceof CodedError)) throw cause
      reports.count(undefined, cause.code, cause.message)
    }
    this.#teller.tellNow(run.session)
    run.speaker?.tellSession()
  }

  #noteReports(reports: readonly ListenerReport[]): void {
    for (const report of reports) {
      const run = this.#runs.get(report.sessionId)
      if (run?.book.noteReport(report)) this.#teller.tellSoon(report.sessionId)
    }
  }

  #end(session: StoredLiveSession, because: EndedBecause): void {
    const { database, log } = this.#parts
    const { sessionId, traceId } = session
    this.ended(database.urgentTransaction(() => recordEnd(this.#parts, session, because)))
    log?.info({ traceId, sessionId, because }, 'a live session has ended by itself')
  }

  #tickLater(): void {
    this.#timer?.cancel()
    if (this.#isStopped) return
    this.#timer = this.#parts.clock.after(TICK_MS, () => this.#tick())
  }

  #tick(): void {
    const { clock, database, reports } = this.#parts
    try {
      for (const run of this.open()) this.#tickRun(run)
      const left = listLiveSessionsToFollow(database)
      const now = clock.now()
      for (const session of left)
        if (session.endedAt !== null && now >= session.endedAt + END_KEPT_MS) clearEnded(this.#parts, session)
      if (left.length > 0) this.#tickLater()
    } catch (cause) {
      if (!(cause instanceof CodedError)) throw cause
      reports.count(undefined, cause.code, cause.message)
      this.#timer = clock.after(WRITE_AGAIN_MS, () => this.#tick())
    }
  }

  #tickRun(run: LiveRun): void {
    const now = this.#parts.clock.now()
    const ending = nextEnding(run.state)
    if (now >= ending.at) this.#end(run.session, ending.because)
    else if (isEmergencyOver(this.#parts, run.session)) this.#end(run.session, 'stopped')
    else {
      if (isRenewalDue(run.sealedAt, now)) renew(this.#parts, run)
      tellSpeaker(this.#parts, run, ending)
    }
  }
}
