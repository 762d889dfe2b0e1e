import {
  compileShape,
  type Keyring,
  LIVE_EXPIRY_MS_MAX,
  LiveSession,
  liveAudience,
  type Opened,
  openDocument,
  type SealedDocument,
  type SignatureCheck,
  TOPICS,
} from '@tieng-lang/protocol'
import { isAddressed } from '../emergencies/emergency-rules.ts'
import { nothingNew, type OfferedInArea } from '../offered.ts'

export interface LiveShelfOptions {
  clusterId: string
  /** The keys and areas of now. */
  keyring: () => Keyring
  signatures: SignatureCheck
  /** Trusted time, Unix ms; undefined while the clock is not trusted. */
  now: () => number | undefined
  sessionsMax?: number
}

/** One revision as this cluster is to follow it: `ended` where a later revision leaves the cluster out. */
export interface TakenSession {
  session: LiveSession
  /** It counts for so long from now, unless it is renewed. */
  remainingMs: number
  /** The first revision that is taken here, or one that ends it; a renewal says nothing new. */
  isNews: boolean
  documentId: string
  revision: number
  traceId: string | undefined
}

interface Held {
  documentId: string
  revision: number
  sha256: string
  session: LiveSession
}

const SESSIONS_MAX = 16
const BODY_CHECK = compileShape(LiveSession, { unknownFields: 'ignore' })

/**
 * The live sessions of this cluster. Nothing of them is stored: a session lives a minute from one renewal to the next, and
 * the broker holds the newest.
 */
export class LiveShelf {
  readonly #options: LiveShelfOptions
  readonly #held = new Map<string, Held>()

  constructor(options: LiveShelfOptions) {
    this.#options = options
    // A shape is compiled when it is first asked for: not while somebody begins to speak.
    BODY_CHECK.check(undefined)
  }

  /** Takes what came on the topic of an area; in force when this returns. */
  offer(
    { areaId, sessionId }: { areaId: string; sessionId: string },
    bytes: Uint8Array,
  ): OfferedInArea<TakenSession> {
    const opened = this.#open(sessionId, bytes)
    if (!opened.ok) return { outcome: 'refused', code: opened.code, detail: opened.detail }
    const { body } = opened.value
    if (body.sessionId !== sessionId || !body.publishedIn.includes(areaId))
      return { outcome: 'refused', code: 'wrongAudience', detail: `${body.sessionId} in ${areaId}` }
    const held = this.#held.get(sessionId)
    const known = nothingNew(held, opened.value)
    if (known) return known
    if (!held && !this.#isForUs(body)) return { outcome: 'notForUs' }
    return this.#take(opened.value, held)
  }

  #take(
    { body, documentId, revision, sha256, traceId }: SealedDocument<LiveSession>,
    held: Held | undefined,
  ): OfferedInArea<TakenSession> {
    const session: LiveSession = this.#isForUs(body) ? body : { ...body, state: 'ended' }
    this.#held.delete(body.sessionId)
    this.#held.set(body.sessionId, { documentId, revision, sha256, session })
    this.#makeRoom()
    const isNews = held?.session.state !== session.state
    const remainingMs = this.#remainingMs(session)
    return { outcome: 'taken', session, remainingMs, isNews, documentId, revision, traceId }
  }

  /** Whether one is in force here by the time of now; by a clock that is not trusted nobody knows. */
  isAnyOnAir(): boolean {
    const now = this.#options.now()
    if (now === undefined) return false
    return [...this.#held.values()].some(
      ({ session }) => session.state === 'onAir' && session.expiresAt > now,
    )
  }

  /** By a clock that is not trusted nobody knows when it expires, but never later than a minute after it came. */
  #remainingMs({ expiresAt }: LiveSession): number {
    const now = this.#options.now()
    return now === undefined ? LIVE_EXPIRY_MS_MAX : Math.max(0, Math.min(LIVE_EXPIRY_MS_MAX, expiresAt - now))
  }

  /** The one that was renewed longest ago goes; it has ended, or expired. */
  #makeRoom(): void {
    const { sessionsMax = SESSIONS_MAX } = this.#options
    const [eldest] = this.#held.keys()
    if (this.#held.size > sessionsMax && eldest !== undefined) this.#held.delete(eldest)
  }

  /** Beside the microphone a cluster is meant, and silent all the same. */
  #isForUs(session: LiveSession): boolean {
    const { clusterId, keyring } = this.#options
    const isSilenced = session.silenced.includes(clusterId)
    return !isSilenced && isAddressed(session, { clusterId, areaPath: keyring().areaPath })
  }

  #open(sessionId: string, bytes: Uint8Array): Opened<SealedDocument<LiveSession>> {
    const { keyring, signatures, now } = this.#options
    return openDocument<LiveSession>(bytes, {
      type: 'live',
      audience: liveAudience(sessionId),
      bytesMax: TOPICS.live.bytesMax,
      bodyCheck: BODY_CHECK,
      keyring: keyring(),
      signatures,
      now: now(),
    })
  }
}
