import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import type { Clock } from '@tieng-lang/protocol'
import { Lane } from './lane.ts'

/** `up` is from whoever connects to the target, `down` the way back. */
export type RelayDirection = 'up' | 'down'

export interface TcpRelayOptions {
  clock: Clock
  targetPort: number
  targetHost?: string
  /** Any free one where none is given. */
  port?: number
}

interface Pair {
  near: Socket
  far: Socket
  lanes: Record<RelayDirection, Lane>
}

/** A wire between a client and a server, on loopback, that a test can hold, slow down and cut: as far as TCP lets it. */
export class TcpRelay {
  readonly #options: TcpRelayOptions
  readonly #pairs = new Set<Pair>()
  readonly #isHeld: Record<RelayDirection, boolean> = { up: false, down: false }
  readonly #delayMs: Record<RelayDirection, number> = { up: 0, down: 0 }
  /** How many connections it has taken. */
  connectionCount = 0
  #server: Server | undefined
  #port: number

  constructor(options: TcpRelayOptions) {
    this.#options = options
    this.#port = options.port ?? 0
  }

  /** Where to connect; known once it has started, and the same after `refuse` and `accept`. */
  get port(): number {
    return this.#port
  }

  start(): Promise<void> {
    return this.accept()
  }

  /** From now on nothing passes in that direction, the end of a connection neither; what is sent waits. */
  hold(direction: RelayDirection): void {
    this.#setHeld(direction, true)
  }

  /** What was held goes on its way. */
  release(direction: RelayDirection): void {
    this.#setHeld(direction, false)
  }

  /** What is sent from now on arrives so much later. */
  delay(direction: RelayDirection, delayMs: number): void {
    this.#delayMs[direction] = delayMs
    for (const { lanes } of this.#pairs) lanes[direction].delay(delayMs)
  }

  /** Cuts every connection without a word, and what was on its way is lost; new ones are taken. */
  cut(): void {
    for (const { near, far, lanes } of this.#pairs) {
      lanes.up.stop()
      lanes.down.stop()
      near.destroy()
      far.destroy()
    }
    this.#pairs.clear()
  }

  /** Takes no new connections; those that there are go on. */
  async refuse(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    // Its callback would wait for the connections that go on.
    server?.close()
  }

  /** Takes connections (again). Rejects where the port is taken. */
  accept(): Promise<void> {
    const server = createServer((near) => this.#join(near))
    this.#server = server
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(this.#port, '127.0.0.1', () => {
        // A listening TCP server has an address of this kind.
        this.#port = (server.address() as AddressInfo).port
        resolve()
      })
    })
  }

  async stop(): Promise<void> {
    await this.refuse()
    this.cut()
  }

  #setHeld(direction: RelayDirection, isHeld: boolean): void {
    this.#isHeld[direction] = isHeld
    for (const { lanes } of this.#pairs) lanes[direction].hold(isHeld)
  }

  #join(near: Socket): void {
    const { clock, targetHost = '127.0.0.1', targetPort } = this.#options
    const far = connect({ host: targetHost, port: targetPort, noDelay: true })
    near.setNoDelay(true)
    this.connectionCount += 1
    const lanes = { up: new Lane(clock, near, far), down: new Lane(clock, far, near) }
    const pair = { near, far, lanes }
    this.#pairs.add(pair)
    for (const direction of ['up', 'down'] as const) {
      const lane = lanes[direction]
      lane.delay(this.#delayMs[direction])
      lane.start()
      lane.hold(this.#isHeld[direction])
    }
    const forget = () => {
      if (near.destroyed && far.destroyed) this.#pairs.delete(pair)
    }
    near.on('close', forget)
    far.on('close', forget)
  }
}
