import { type Cancellable, CodedError, type Id, type LiveAudioReply, SECOND_MS } from '@tieng-lang/protocol'
import { type RawData, WebSocket } from 'ws'
import type { Principal } from '../../access/principal.ts'
import { liveAnswer } from '../../broadcasting/live/answer/live-answer.ts'
import type { Speaker } from '../../broadcasting/live/following/live-run.ts'
import { parseAudioMessage } from '../../broadcasting/live/source/audio-message.ts'
import type { Services } from '../../broadcasting/services.ts'

export interface SpeakingSocketOptions {
  socket: WebSocket
  sessionId: Id
  by: Pick<Principal, 'grants'>
  /** Throws once they may not speak any more. */
  checkAgain(): unknown
  onClosed(): void
}

/** A phone that neither speaks nor answers is noticed after two of these. */
const PING_EVERY_MS = 3 * SECOND_MS
/** A sign-out elsewhere, a right taken away: noticed at the latest after so long. */
const CHECKED_EVERY_MS = 5 * SECOND_MS
/** Of so many packets one is answered: five times a second is enough to see how late they come. */
const PACKETS_PER_ANSWER = 10
/** With more listeners than this their standing is told only every fifth second. */
const LISTENERS_OFTEN_MAX = 100
const SELDOM = 5
const WAITING_BYTES_MAX = 4_194_304
/** RFC 6455 §7.4.1, and of those for private use (§7.4.2). */
const CLOSE = { over: 1_000, stopping: 1_001, refused: 1_008, notAllowed: 4_401, replaced: 4_409 } as const

/** One speaker's socket: packets up, how it stands down. */
export class SpeakingSocket implements Speaker {
  readonly #services: Services
  readonly #options: SpeakingSocketOptions
  #timers: Cancellable[] = []
  #hasAnswered = true
  #packets = 0
  #tellings = 0

  constructor(services: Services, options: SpeakingSocketOptions) {
    this.#services = services
    this.#options = options
  }

  start(): void {
    const { socket, sessionId, onClosed } = this.#options
    const { live } = this.#services
    socket.on('pong', () => {
      this.#hasAnswered = true
    })
    socket.on('message', (data, isBinary) => this.#take(data, isBinary))
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      for (const timer of this.#timers) timer.cancel()
      live.fallSilent(sessionId, this)
      onClosed()
    })
    live.speak(sessionId, this)
    this.#timers = [
      this.#every(PING_EVERY_MS, () => this.#ping()),
      this.#every(CHECKED_EVERY_MS, () => this.#guarded(() => this.#options.checkAgain(), CLOSE.notAllowed)),
    ]
    this.tellSession()
  }

  tellEnding(ending: { because: 'silence' | 'tooLong' | 'brokerGone'; at: number }): void {
    this.#say({ kind: 'ending', ...ending })
  }

  tellSession(): void {
    const { sessionId, by } = this.#options
    const { live } = this.#services
    const isMany = (live.run(sessionId)?.book.count() ?? 0) > LISTENERS_OFTEN_MAX
    if (isMany && this.#tellings++ % SELDOM !== 0) return
    this.#say({ kind: 'session', session: liveAnswer(this.#services, sessionId, by) })
  }

  close(why: 'over' | 'stopping' | 'replaced'): void {
    this.#options.socket.close(CLOSE[why], why)
    if (why === 'stopping') this.#options.socket.terminate()
  }

  #take(data: RawData, isBinary: boolean): void {
    const { live } = this.#services
    // Whoever does not go when they are told to goes on sending; `ws` hands it on until the line is cut.
    if (this.#options.socket.readyState !== WebSocket.OPEN) return
    this.#hasAnswered = true
    this.#guarded(() => {
      if (!isBinary || !(data instanceof Buffer))
        throw new CodedError('badAudioMessage', 'only packets are taken')
      const message = parseAudioMessage(data)
      const taken = live.take(this.#options.sessionId, message)
      this.#packets += 1
      if (taken && this.#packets % PACKETS_PER_ANSWER === 1)
        this.#say({ kind: 'sent', captureSample: message.captureSample, behindMs: taken.behindMs })
    }, CLOSE.refused)
  }

  /** What does not fit is counted, and ends the connection. */
  #guarded(act: () => void, closeCode: number): void {
    try {
      act()
    } catch (cause) {
      if (!(cause instanceof CodedError)) throw cause
      this.#services.reports.count(undefined, cause.code, cause.message)
      this.#options.socket.close(closeCode, cause.code)
      this.#services.live.fallSilent(this.#options.sessionId, this)
    }
  }

  #say(reply: LiveAudioReply): void {
    const { socket } = this.#options
    if (socket.bufferedAmount > WAITING_BYTES_MAX) socket.terminate()
    else if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(reply))
  }

  #ping(): void {
    const { socket } = this.#options
    if (!this.#hasAnswered) socket.terminate()
    this.#hasAnswered = false
    socket.ping()
  }

  #every(delayMs: number, run: () => void): Cancellable {
    const { clock } = this.#services
    let timer: Cancellable
    const again = () => {
      timer = clock.after(delayMs, again)
      run()
    }
    timer = clock.after(delayMs, again)
    return { cancel: () => timer.cancel() }
  }
}
