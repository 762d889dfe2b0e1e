import type { AudioWire } from './uplink.ts'

/** The session waits ten seconds for its microphone, so the line is tried again soon and often. */
const PAUSES_MS = [100, 250, 500, 1_000]
/** RFC 6455 §7.4.1. */
const NO_CLOSE_FRAME = 1_006
/** A try that says nothing for so long is given up for the next. */
const TRY_MS_MAX = 4_000

/** What the server says in closing (RFC 6455 §7.4): whoever is told so does not come back. */
const FINAL: Partial<Record<number, LineState>> = {
  1000: 'closed',
  1008: 'refused',
  4401: 'refused',
  4409: 'replaced',
}

/** `lost` is tried again; `replaced`: the same person speaks from another window; `refused`: they may not speak here. */
export type LineState = 'connecting' | 'open' | 'lost' | 'closed' | 'refused' | 'replaced'

/** The browser's WebSocket, or what stands for it in a test. */
export interface Socket extends AudioWire {
  onopen: (() => void) | null
  onclose: ((code: number) => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  close(): void
}

export interface AudioLineOptions {
  open: () => Socket
  after: (ms: number, act: () => void) => () => void
  onState: (state: LineState, wire: AudioWire | undefined) => void
  onText: (text: string) => void
}

/** Keeps a socket open: `lost` is told in the moment it is gone, and it is opened again until somebody closes it. */
export class AudioLine {
  readonly #options: AudioLineOptions
  #socket: Socket | undefined
  #giveUp: (() => void) | undefined
  #failures = 0
  #state: LineState = 'closed'

  constructor(options: AudioLineOptions) {
    this.#options = options
  }

  open(): void {
    this.#failures = 0
    this.#tell('connecting')
    this.#try()
  }

  /** Gives up a socket that is dead, though nobody has closed it, for a new one. */
  renew(): void {
    const socket = this.#socket
    if (!socket || this.#state !== 'open') return
    this.#lost(socket, NO_CLOSE_FRAME)
    socket.close()
  }

  close(): void {
    this.#giveUp?.()
    const socket = this.#socket
    this.#socket = undefined
    this.#tell('closed')
    socket?.close()
  }

  #try(): void {
    const socket = this.#options.open()
    this.#socket = socket
    this.#giveUp = this.#options.after(TRY_MS_MAX, () => socket.close())
    socket.onopen = () => {
      this.#giveUp?.()
      this.#failures = 0
      this.#tell('open', socket)
    }
    socket.onclose = (code) => this.#lost(socket, code)
    socket.onmessage = ({ data }) => {
      if (typeof data === 'string') this.#options.onText(data)
    }
  }

  #lost(socket: Socket, code: number): void {
    if (this.#socket !== socket) return
    this.#socket = undefined
    this.#giveUp?.()
    const final = FINAL[code]
    this.#tell(final ?? 'lost')
    if (final) return
    const pauseMs = PAUSES_MS[Math.min(this.#failures, PAUSES_MS.length - 1)] ?? 1_000
    this.#failures += 1
    this.#giveUp = this.#options.after(pauseMs, () => this.#try())
  }

  #tell(state: LineState, wire?: AudioWire): void {
    if (state === this.#state) return
    this.#state = state
    this.#options.onState(state, wire)
  }
}
