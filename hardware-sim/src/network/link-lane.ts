import type { Cancellable } from '@tieng-lang/protocol'
import type { Direction } from './model/direction.ts'
import { LinkStream } from './model/link-stream.ts'
import type { NetworkLink } from './network-link.ts'

interface Sent {
  sizeBytes: number
  arrive: () => void
  dueMs: number
}

/**
 * One direction of one connection over a link, on its clock: what is sent arrives in order, when the model says so.
 * During an outage it waits, and leaves when that is over. Proxies and the twin in memory are made of it.
 */
export class LinkLane {
  readonly #link: NetworkLink
  readonly #direction: Direction
  readonly #stream: LinkStream
  readonly #sent: Sent[] = []
  #isPaused = false
  #isStopped = false
  #timer: Cancellable | undefined
  #outages: Cancellable | undefined
  /** Of all that was sent and has not arrived. */
  waitingBytes = 0
  /** Called after arrivals, when there is room for more. */
  onArrived: () => void = () => {}

  constructor(link: NetworkLink, direction: Direction) {
    this.#link = link
    this.#direction = direction
    this.#stream = new LinkStream(link[direction])
  }

  start(): void {
    this.#outages = this.#link.onOutage((direction) => {
      if (direction === this.#direction && !this.#link.isBlocked(direction)) this.#sendHeld()
    })
  }

  /** Something that happens at the other end once so many bytes have travelled there; never, if it stops before. */
  send(sizeBytes: number, arrive: () => void): void {
    if (this.#isStopped) return
    const dueMs = this.#stream.deliver(this.#link.clock.monotonicMs(), sizeBytes)
    this.#sent.push({ sizeBytes, arrive, dueMs })
    this.waitingBytes += sizeBytes
    this.#setTimer()
  }

  /** The other end takes nothing at the moment. */
  pause(): void {
    this.#isPaused = true
  }

  resume(): void {
    this.#isPaused = false
    this.#setTimer()
  }

  /** What is on its way is lost. */
  stop(): void {
    this.#isStopped = true
    this.#timer?.cancel()
    this.#outages?.cancel()
    this.#sent.length = 0
    this.waitingBytes = 0
  }

  #sendHeld(): void {
    const nowMs = this.#link.clock.monotonicMs()
    for (const sent of this.#sent)
      if (sent.dueMs === Number.POSITIVE_INFINITY) sent.dueMs = this.#stream.deliver(nowMs, sent.sizeBytes)
    this.#setTimer()
  }

  #setTimer(): void {
    this.#timer?.cancel()
    const [next] = this.#sent
    if (!next || this.#isPaused || next.dueMs === Number.POSITIVE_INFINITY) return
    this.#timer = this.#link.clock.after(next.dueMs - this.#link.clock.monotonicMs(), () => this.#arrive())
  }

  #arrive(): void {
    const nowMs = this.#link.clock.monotonicMs()
    for (let [first] = this.#sent; first && !this.#isPaused && first.dueMs <= nowMs; [first] = this.#sent) {
      this.#sent.shift()
      this.waitingBytes -= first.sizeBytes
      first.arrive()
    }
    this.#setTimer()
    this.onArrived()
  }
}
