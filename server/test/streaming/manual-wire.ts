import type {
  Cancellable,
  Clock,
  DatagramSocketOptions,
  OpenDatagramSocket,
  StreamAddress,
} from '@tieng-lang/protocol'

interface Timer {
  atMs: number
  run: () => void
}

/** Time that moves only when it is told to. */
export class ManualClock implements Clock {
  readonly #timers = new Set<Timer>()
  #elapsedMs = 0

  now(): number {
    return 1_800_000_000_000 + this.#elapsedMs
  }

  monotonicMs(): number {
    return this.#elapsedMs
  }

  after(delayMs: number, run: () => void): Cancellable {
    const timer = { atMs: this.#elapsedMs + delayMs, run }
    this.#timers.add(timer)
    return { cancel: () => this.#timers.delete(timer) }
  }

  advance(byMs: number): void {
    const untilMs = this.#elapsedMs + byMs
    for (let next = this.#nextUntil(untilMs); next; next = this.#nextUntil(untilMs)) {
      this.#elapsedMs = next.atMs
      this.#timers.delete(next)
      next.run()
    }
    this.#elapsedMs = untilMs
  }

  #nextUntil(untilMs: number): Timer | undefined {
    return [...this.#timers].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0]
  }
}

/** A network in memory in which every datagram arrives at once, unless its place is gone. */
export class ManualWire {
  readonly #places = new Map<string, DatagramSocketOptions['onDatagram']>()
  readonly #clock: ManualClock
  /** Everything that was sent, and where to. */
  readonly sent: { bytes: Uint8Array; from: StreamAddress; to: StreamAddress }[] = []
  #lastPort = 40_000

  constructor(clock: ManualClock) {
    this.#clock = clock
  }

  /** A way to open sockets of this host. */
  socketsOf(host: string): OpenDatagramSocket {
    return async ({ port: wanted, onDatagram }) => {
      const port = wanted === 0 ? ++this.#lastPort : wanted
      const own = { host, port }
      this.#places.set(keyOf(own), onDatagram)
      return {
        port,
        send: (bytes, to) => this.deliver(bytes, own, to),
        close: async () => {
          this.#places.delete(keyOf(own))
        },
      }
    }
  }

  /** As if it had come from there, whoever sends it. */
  deliver(bytes: Uint8Array, from: StreamAddress, to: StreamAddress): void {
    this.sent.push({ bytes, from, to })
    this.#places.get(keyOf(to))?.(bytes, from, this.#clock.monotonicMs())
  }

  sentTo(place: StreamAddress): Uint8Array[] {
    return this.sent.filter(({ to }) => keyOf(to) === keyOf(place)).map(({ bytes }) => bytes)
  }
}

function keyOf({ host, port }: StreamAddress): string {
  return `${host}:${port}`
}
