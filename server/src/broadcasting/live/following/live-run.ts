import { type ClusterId, LIVE_DELAYS_MS, type RelayState } from '@tieng-lang/protocol'
import type { StoredLiveSession } from '../../../storage/live/live-sessions.ts'
import { ListenerBook } from '../listeners/listener-book.ts'
import { LiveSource } from '../source/live-source.ts'
import type { SourceState } from './live-limits.ts'

/** Who speaks into a session, over whichever socket. */
export interface Speaker {
  /** It is about to end by itself. */
  tellEnding(ending: { because: 'silence' | 'tooLong' | 'brokerGone'; at: number }): void
  /** How it stands. */
  tellSession(): void
  /** Of a relay: what is sounding, and the code of why its station is not. */
  relay?(): { state: RelayState; trouble: string | null }
  /** The session is over, the server goes away, or another microphone took its place. */
  close(why: 'over' | 'stopping' | 'replaced'): void
}

/** What is known of a session while it is on air, and not written down. */
export interface LiveRun {
  session: StoredLiveSession
  readonly book: ListenerBook
  /** The broker has acknowledged a document with this end, or nothing yet. */
  acknowledgedUntil: number | null
  sealedAt: number
  speaker: Speaker | undefined
  readonly source: LiveSource
  state: SourceState
}

export function newRun(
  session: StoredLiveSession,
  about: {
    clusterIds: readonly ClusterId[]
    quiet: readonly ClusterId[]
    talkMsMax: number
    endsAt: number | null
  },
): LiveRun {
  const { startedAt, onAirAt } = session
  const { talkMsMax, endsAt } = about
  return {
    ...{ session, acknowledgedUntil: null, sealedAt: startedAt, speaker: undefined },
    book: new ListenerBook(session, about),
    source: new LiveSource(LIVE_DELAYS_MS[session.delay]),
    state: {
      ...{ startedAt, awaitedFromAt: startedAt, onAirAt, sourceGoneAt: null },
      ...{ voiceAt: startedAt, talkMsMax, endsAt },
    },
  }
}
