import {
  type AreaId,
  type Cancellable,
  type Clock,
  type Grant,
  type Id,
  SECOND_MS,
} from '@tieng-lang/protocol'
import type { WebSocket } from 'ws'
import { type VisibleAreas, visibleAreas } from '../../access/visible-areas.ts'
import type { Database } from '../../storage/database.ts'

/** Who looks on; null session: local administration. */
export interface Onlooker {
  sessionId: Id | null
  grants: readonly Grant[]
}

export interface WatcherOptions {
  socket: WebSocket
  database: Database
  clock: Clock
  /** Who it is by now; undefined once the session has ended. */
  ask(): Onlooker | undefined
  onClosed(watcher: Watcher): void
}

/** Private use (RFC 6455 §7.4.2): the session has ended; the page goes to its sign-in. */
const SESSION_ENDED = 4401
const PING_EVERY_MS = 20 * SECOND_MS
/** A sign-out elsewhere, a grant taken away: noticed at the latest after so long. */
const ASKED_EVERY_MS = 5 * SECOND_MS
/** Unsent bytes of one socket: a reader that is slower than this is closed and asks for everything anew. */
export const WAITING_BYTES_MAX = 1_048_576

/** One open page: what it may see is sent to it, as long as its session holds and it reads. */
export class Watcher {
  readonly #options: WatcherOptions
  #onlooker: Onlooker
  #visible: VisibleAreas
  #pinger: Cancellable | undefined
  #asker: Cancellable | undefined
  #hasAnswered = true

  constructor(onlooker: Onlooker, options: WatcherOptions) {
    this.#options = options
    this.#onlooker = onlooker
    this.#visible = visibleAreas(options.database, onlooker.grants)
  }

  get sessionId(): Id | null {
    return this.#onlooker.sessionId
  }

  start(): void {
    const { socket, onClosed } = this.#options
    socket.on('pong', () => {
      this.#hasAnswered = true
    })
    // Nothing is said upwards here.
    socket.on('message', () => socket.close(1008, 'nothing is taken'))
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      this.#pinger?.cancel()
      this.#asker?.cancel()
      onClosed(this)
    })
    this.#pingLater()
    this.#askLater()
  }

  /** Sends what one of these areas concerns, or everyone (null). */
  tell(text: string, areaIds: readonly AreaId[] | null): void {
    const { socket } = this.#options
    if (areaIds !== null && !this.#maySee(areaIds)) return
    if (socket.bufferedAmount > WAITING_BYTES_MAX) socket.terminate()
    else if (socket.readyState === socket.OPEN) socket.send(text)
  }

  /** Rights or areas may have changed. */
  askAgain(): void {
    const { socket, database, ask } = this.#options
    const onlooker = ask()
    if (!onlooker) {
      socket.close(SESSION_ENDED, 'the session has ended')
      return
    }
    this.#onlooker = onlooker
    this.#visible = visibleAreas(database, onlooker.grants)
  }

  close(): void {
    // 1001: the server goes away (RFC 6455 §7.4.1). Nobody waits for the answer.
    this.#options.socket.close(1001)
    this.#options.socket.terminate()
  }

  #maySee(areaIds: readonly AreaId[]): boolean {
    const { isEverywhere, areaIds: visible } = this.#visible
    return isEverywhere || areaIds.some((areaId) => visible.has(areaId))
  }

  #pingLater(): void {
    const { socket, clock } = this.#options
    this.#pinger = clock.after(PING_EVERY_MS, () => {
      if (!this.#hasAnswered) socket.terminate()
      this.#hasAnswered = false
      socket.ping()
      this.#pingLater()
    })
  }

  #askLater(): void {
    this.#asker = this.#options.clock.after(ASKED_EVERY_MS, () => {
      this.askAgain()
      this.#askLater()
    })
  }
}
