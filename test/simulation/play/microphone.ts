import { type Clock, CodedError, type Id, SECOND_MS } from '@tieng-lang/protocol'
import type { Principal } from '../../../server/src/access/principal.ts'
import { endSession } from '../../../server/src/broadcasting/live/end-session.ts'
import type { Speaker } from '../../../server/src/broadcasting/live/following/live-run.ts'
import { EMPTY_PACKET } from '../../support/virtual/empty-packet.ts'
import type { VirtualServer } from '../../support/virtual/virtual-server.ts'
import type { Act } from '../story/story.ts'

const PACKET_SAMPLES = 960
const SAMPLES_PER_MS = 48
/** A speaker who leaves out most of what need not be sent: a simulation pays for every packet. */
export const PACKET_EVERY_MS = 15 * SECOND_MS

/** Somebody's microphone on a session, over one life of the server. */
export class Microphone implements Speaker {
  readonly #server: VirtualServer
  readonly #clock: Clock
  readonly #sessionId: Id
  #begunMs = 0
  #isOver = false

  constructor({ server, clock, sessionId }: { server: VirtualServer; clock: Clock; sessionId: Id }) {
    this.#server = server
    this.#clock = clock
    this.#sessionId = sessionId
  }

  /** Speaks for `forMs`; then what the act says happens. */
  speak(
    { forMs, ending }: Extract<Act, { kind: 'speak' }>,
    { endId, by }: { endId: Id; by: Principal },
  ): void {
    const { services } = this.#server
    this.#begunMs = this.#clock.monotonicMs()
    services.live.speak(this.#sessionId, this)
    this.#send(forMs)
    if (ending === 'forgotten') return
    this.#clock.after(forMs, () => {
      if (!this.#isThere) return
      if (ending === 'lost') {
        this.#isOver = true
        services.live.fallSilent(this.#sessionId, this)
      } else refusable(() => endSession(services, { sessionId: this.#sessionId, requestId: endId }, by))
    })
  }

  tellEnding(): void {}

  tellSession(): void {}

  close(): void {
    this.#isOver = true
  }

  get #isThere(): boolean {
    return !this.#isOver && !this.#server.isOver
  }

  #send(voiceMs: number): void {
    if (!this.#isThere) return
    const passedMs = this.#clock.monotonicMs() - this.#begunMs
    const captureSample = Math.round((passedMs * SAMPLES_PER_MS) / PACKET_SAMPLES) * PACKET_SAMPLES
    const packet = { captureSample, levelDb: -20, hasVoice: passedMs < voiceMs, opus: EMPTY_PACKET }
    refusable(() => this.#server.services.live.take(this.#sessionId, packet))
    this.#clock.after(PACKET_EVERY_MS, () => this.#send(voiceMs))
  }
}

/** Who is refused is told so, and that is all. */
function refusable(act: () => void): void {
  try {
    act()
  } catch (cause) {
    if (!(cause instanceof CodedError)) throw cause
  }
}
