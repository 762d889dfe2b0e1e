import { connect, type Socket } from 'node:net'
import { LinkLane } from '../link-lane.ts'
import type { Direction } from '../model/direction.ts'
import type { NetworkLink } from '../network-link.ts'

/** What a socket gives at once is cut into so much, so that the first of it need not wait for the last. */
const PIECE_BYTES = 8_192
/** What a sender may have on its way: what the link carries in this time, as far as a window goes. */
const WINDOW_MS = 400
const WINDOW_BYTES_MIN = 65_536
const WINDOW_BYTES_MAX = 1_048_576

export interface Target {
  host: string
  port: number
}

/**
 * One TCP connection over a link. Its setting up travels as well as its bytes, its orderly end (FIN, each direction for
 * itself) and its abrupt one (RST); in an outage nobody learns of anything, and either side may be left half open.
 */
export class ProxiedConnection {
  readonly #link: NetworkLink
  readonly #near: Socket
  readonly #target: Target
  readonly #lanes: Record<Direction, LinkLane>
  /** What the client has sent before its connection was there. */
  readonly #early: Buffer[] = []
  #earlyBytes = 0
  #far: Socket | undefined
  /** Called once both ends are gone. */
  onOver: () => void = () => {}

  /** `near` must allow half-open connections. */
  constructor(link: NetworkLink, near: Socket, target: Target) {
    this.#link = link
    this.#near = near
    this.#target = target
    this.#lanes = { up: new LinkLane(link, 'up'), down: new LinkLane(link, 'down') }
  }

  /** The system has taken the client's half of the handshake already; here it travels, and what is sent waits for it. */
  start(): void {
    const { up, down } = this.#lanes
    up.start()
    down.start()
    this.#near.setNoDelay(true).on('error', () => {})
    this.#near.on('close', () => this.#endIfOver())
    this.#near.on('data', this.#onEarly).on('end', this.#onGivenUp)
    up.send(0, () => this.#openFar())
  }

  /** Cuts both ends without a word. */
  stop(): void {
    this.#near.destroy()
    this.#far?.destroy()
    this.#endIfOver()
  }

  #openFar(): void {
    const far = connect({ ...this.#target, noDelay: true, allowHalfOpen: true })
    this.#far = far
    far.on('error', () => {}).on('close', () => this.#endIfOver())
    this.#carry(far, this.#near, 'down')
    far.on('connect', () => this.#lanes.down.send(0, () => this.#establish(far)))
  }

  #establish(far: Socket): void {
    this.#near.off('data', this.#onEarly).off('end', this.#onGivenUp)
    this.#near.pause()
    for (const bytes of this.#early.toReversed()) this.#near.unshift(bytes)
    this.#early.length = 0
    this.#carry(this.#near, far, 'up')
  }

  readonly #onEarly = (bytes: Buffer) => {
    this.#early.push(bytes)
    this.#earlyBytes += bytes.length
    if (this.#earlyBytes >= WINDOW_BYTES_MIN) this.#near.pause()
  }

  /** Whoever ends before the handshake is over has given up, and nothing of it ever got there. */
  readonly #onGivenUp = () => this.stop()

  /** What comes out of `source` goes into `sink`, with its end. Holds the source back while too much is on its way. */
  #carry(source: Socket, sink: Socket, direction: Direction): void {
    const lane = this.#lanes[direction]
    let hasEnded = false
    source.on('data', (bytes: Buffer) => {
      for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
        const piece = bytes.subarray(at, at + PIECE_BYTES)
        lane.send(piece.length, () => {
          if (sink.writable && !sink.write(piece)) lane.pause()
        })
      }
      if (lane.waitingBytes > this.#windowBytes(direction)) source.pause()
    })
    lane.onArrived = () => {
      if (lane.waitingBytes <= this.#windowBytes(direction)) source.resume()
    }
    sink.on('drain', () => lane.resume())
    source.on('end', () => {
      hasEnded = true
      lane.send(0, () => sink.end())
    })
    const onClose = () => {
      if (!hasEnded || source.errored) lane.send(0, () => sink.resetAndDestroy())
    }
    if (source.closed) onClose()
    else source.on('close', onClose)
    source.resume()
  }

  #windowBytes(direction: Direction): number {
    const wantedBytes = (this.#link[direction].bitsPerSecond / 8_000) * WINDOW_MS
    return Math.min(WINDOW_BYTES_MAX, Math.max(WINDOW_BYTES_MIN, wantedBytes))
  }

  /** Both ends are gone, or the near one before the far one was ever asked. */
  #endIfOver(): void {
    if (!this.#near.destroyed || this.#far?.destroyed === false) return
    this.#lanes.up.stop()
    this.#lanes.down.stop()
    this.onOver()
  }
}
