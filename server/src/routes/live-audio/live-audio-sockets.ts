import type { IncomingMessage } from 'node:http'
import { CodedError, type Id, LIVE_AUDIO_MESSAGE_BYTES_MAX } from '@tieng-lang/protocol'
import { WebSocketServer } from 'ws'
import type { Principal } from '../../access/principal.ts'
import type { Services } from '../../broadcasting/services.ts'
import { refuseForeignOrigin } from '../guard/foreign-origin.ts'
import type { Opening } from '../http/socket-routes.ts'
import { refuseUpgrade } from '../http/upgrade-refusal.ts'
import { SpeakingSocket } from './speaking-socket.ts'

const CONNECTIONS_MAX = 100

/** Gives who speaks, at once and again later; throws a coded refusal for anyone else. */
export type AdmitSpeaker = (request: IncomingMessage, sessionId: Id) => Pick<Principal, 'grants'>

/** The speakers' sockets on one listener. */
export class LiveAudioSockets {
  readonly #services: Services
  readonly #admit: AdmitSpeaker
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: LIVE_AUDIO_MESSAGE_BYTES_MAX })
  readonly #open = new Set<SpeakingSocket>()

  constructor(services: Services, admit: AdmitSpeaker) {
    this.#services = services
    this.#admit = admit
  }

  stop(): void {
    for (const socket of this.#open) socket.close('stopping')
  }

  /** Takes an HTTP upgrade (RFC 6455 §4.2), or refuses it with a problem document. */
  open(request: IncomingMessage, { socket, head }: Opening, sessionId: Id): void {
    try {
      const by = this.#admitted(request, sessionId)
      this.#sockets.handleUpgrade(request, socket, head, (opened) => {
        const speaking = new SpeakingSocket(this.#services, {
          ...{ socket: opened, sessionId, by },
          checkAgain: () => this.#admit(request, sessionId),
          onClosed: () => this.#open.delete(speaking),
        })
        this.#open.add(speaking)
        speaking.start()
      })
    } catch (cause) {
      if (!(cause instanceof CodedError)) throw cause
      refuseUpgrade(socket, cause)
    }
  }

  #admitted(request: IncomingMessage, sessionId: Id): Pick<Principal, 'grants'> {
    const { method = 'GET', headers } = request
    // A foreign page must not speak with our cookie.
    refuseForeignOrigin({ method, headers }, this.#services.config.publicHttpUrls)
    const by = this.#admit(request, sessionId)
    if (this.#open.size >= CONNECTIONS_MAX) throw new CodedError('tooManyConnections', 'too many speak')
    return by
  }
}
