import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { CodedError, type Update } from '@tieng-lang/protocol'
import { WebSocketServer } from 'ws'
import type { Services } from '../../broadcasting/services.ts'
import type { Happening } from '../../broadcasting/updates.ts'
import { refuseForeignOrigin } from '../guard/foreign-origin.ts'
import { refuseUpgrade } from '../http/upgrade-refusal.ts'
import { type Onlooker, Watcher } from './watcher.ts'

const CONNECTIONS_MAX = 1_000
const CONNECTIONS_PER_SESSION_MAX = 12
/** What a page may send: nothing. */
const MESSAGE_BYTES_MAX = 1_024

/** Finds out who opens a socket, at once and again later. */
export type AskOnlooker = (request: IncomingMessage) => Onlooker | undefined

/** The sockets of `GET /api/v1/updates` on one listener. */
export class UpdateSockets {
  readonly #services: Services
  readonly #ask: AskOnlooker
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES_MAX })
  readonly #watchers = new Set<Watcher>()
  #stopListening: (() => void) | undefined

  constructor(services: Services, ask: AskOnlooker) {
    this.#services = services
    this.#ask = ask
  }

  start(): void {
    this.#stopListening = this.#services.updates.listen((happening) => this.#tell(happening))
  }

  stop(): void {
    this.#stopListening?.()
    for (const watcher of this.#watchers) watcher.close()
  }

  /** Somebody may have signed out, or may do less than before. */
  askAgain(): void {
    for (const watcher of [...this.#watchers]) watcher.askAgain()
  }

  /** Takes an HTTP upgrade (RFC 6455 §4.2), or refuses it with a problem document. */
  open(request: IncomingMessage, { socket, head }: { socket: Duplex; head: Buffer }): void {
    try {
      const onlooker = this.#admitted(request)
      this.#sockets.handleUpgrade(request, socket, head, (opened) => {
        const { database, clock } = this.#services
        const watcher = new Watcher(onlooker, {
          ...{ socket: opened, database, clock },
          ask: () => this.#ask(request),
          onClosed: (closed) => this.#closed(closed),
        })
        this.#watchers.add(watcher)
        this.#services.updates.noteWatcher(1)
        watcher.start()
        watcher.tell(textOf({ kind: 'hello', at: clock.now() }), null)
      })
    } catch (cause) {
      if (!(cause instanceof CodedError)) throw cause
      refuseUpgrade(socket, cause)
    }
  }

  #closed(watcher: Watcher): void {
    if (this.#watchers.delete(watcher)) this.#services.updates.noteWatcher(-1)
  }

  #admitted(request: IncomingMessage): Onlooker {
    const { method = 'GET', headers } = request
    // A foreign page must not listen with our cookie.
    refuseForeignOrigin({ method, headers }, this.#services.config.publicHttpUrls)
    const onlooker = this.#ask(request)
    if (!onlooker) throw new CodedError('notSignedIn', 'sign in first')
    const ofSession = [...this.#watchers].filter(({ sessionId }) => sessionId === onlooker.sessionId)
    const isFull = this.#watchers.size >= CONNECTIONS_MAX || ofSession.length >= CONNECTIONS_PER_SESSION_MAX
    if (isFull) throw new CodedError('tooManyConnections', 'too many open pages')
    return onlooker
  }

  #tell({ update, areaIds }: Happening): void {
    if (this.#watchers.size === 0) return
    if (mayChangeRights(update)) this.askAgain()
    const text = textOf(update)
    for (const watcher of [...this.#watchers]) watcher.tell(text, areaIds)
  }
}

function textOf(update: Update): string {
  return JSON.stringify(update)
}

function mayChangeRights(update: Update): boolean {
  return update.kind === 'changed' && (update.thing === 'operators' || update.thing === 'areas')
}
