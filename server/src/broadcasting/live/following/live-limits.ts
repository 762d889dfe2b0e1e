import { LIVE_RENEWAL_MS, MINUTE_MS, SECOND_MS } from '@tieng-lang/protocol'

/** A microphone that nobody speaks into is a forgotten one. */
export const SILENCE_MS_MAX = MINUTE_MS
/** So long after its socket was opened, or after whoever asked was told of the session, the first packet must be there. */
const SOURCE_WAIT_MS_MAX = 20 * SECOND_MS
/** However often it was opened or told: nobody keeps a place without a word. */
const WAITED_ALTOGETHER_MS_MAX = 2 * MINUTE_MS
/** A hiccup of the speaker's network: so long the session waits for its microphone to come back. */
const SOURCE_GONE_MS_MAX = 10 * SECOND_MS
/** The speaker is told so long beforehand that it will end by itself. */
export const TOLD_BEFORE_MS = 15 * SECOND_MS

/** What is known of a session's microphone. */
export interface SourceState {
  startedAt: number
  /** The first packet is waited for from here on. */
  awaitedFromAt: number
  onAirAt: number | null
  /** Null while it is connected. */
  sourceGoneAt: number | null
  /** When its last packet with voice came. */
  voiceAt: number
  talkMsMax: number
  /** Of a relay: its time is planned, and its hiccups are held by whoever fetches it. Null for a voice. */
  endsAt: number | null
}

export type EndingBecause = 'silence' | 'tooLong' | 'sourceLost' | 'ended'

/** What ends it first by itself, and when. Pure. */
export function nextEnding(source: SourceState): { because: EndingBecause; at: number } {
  const { onAirAt, sourceGoneAt, voiceAt, talkMsMax, endsAt } = source
  if (endsAt !== null) return { because: 'ended', at: endsAt }
  if (onAirAt === null) return { because: 'sourceLost', at: awaitedUntil(source) }
  const endings = [
    { because: 'silence' as const, at: voiceAt + SILENCE_MS_MAX },
    { because: 'tooLong' as const, at: onAirAt + talkMsMax },
    ...(sourceGoneAt === null
      ? []
      : [{ because: 'sourceLost' as const, at: sourceGoneAt + SOURCE_GONE_MS_MAX }]),
  ]
  return endings.reduce((first, each) => (each.at < first.at ? each : first))
}

function awaitedUntil({ startedAt, awaitedFromAt }: SourceState): number {
  return Math.min(awaitedFromAt + SOURCE_WAIT_MS_MAX, startedAt + WAITED_ALTOGETHER_MS_MAX)
}

/** Whether a document sealed then is to be sealed anew. */
export function isRenewalDue(sealedAt: number, now: number): boolean {
  // A clock that was set back must not keep it from being renewed.
  return now >= sealedAt + LIVE_RENEWAL_MS || now < sealedAt
}
