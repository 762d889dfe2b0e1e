import { type Cancellable, type Clock, SECOND_MS } from '../time.ts'
import type { ServiceManager } from './service-manager.ts'

/** A part of the program that must get on. */
export interface WatchedPart {
  name: string
  /** Grows with everything that the part really gets done. */
  count(): number
  /** Longer than this without growth is stuck. */
  quietMsMax: number
}

export interface WatchdogOptions {
  clock: Clock
  manager: ServiceManager
  parts: readonly WatchedPart[]
  /** Told once each time a part gets stuck. */
  onStuck(part: string, quietMs: number): void
}

/** Where nobody watches, it looks all the same, so that what is stuck is at least told. */
const LOOK_EVERY_MS = 10 * SECOND_MS
/** Twice in vain, and there is still a third time. */
const FEEDS_PER_PERIOD = 3

interface Seen {
  count: number
  grewMs: number
  isStuck: boolean
}

/**
 * Tells the service manager that the program is alive, as long as every part of it gets on. A stuck part ends the
 * telling, and the manager starts the program again: that this very timer runs proves only that the event loop turns.
 */
export class Watchdog {
  readonly #options: WatchdogOptions
  readonly #seen = new Map<string, Seen>()
  #timer: Cancellable | undefined

  constructor(options: WatchdogOptions) {
    this.#options = options
  }

  start(): void {
    this.#lookOn()
  }

  stop(): void {
    this.#timer?.cancel()
  }

  #lookOn(): void {
    const { clock, manager } = this.#options
    this.#look()
    const everyMs = manager.watchdogMs === undefined ? LOOK_EVERY_MS : manager.watchdogMs / FEEDS_PER_PERIOD
    this.#timer = clock.after(everyMs, () => this.#lookOn())
  }

  #look(): void {
    const { manager, parts } = this.#options
    const stuck = parts.filter((part) => this.#isStuck(part))
    if (stuck.length === 0) manager.alive()
    else manager.status(`stuck: ${stuck.map(({ name }) => name).join(', ')}`)
  }

  #isStuck({ name, count, quietMsMax }: WatchedPart): boolean {
    const { clock, onStuck } = this.#options
    const nowMs = clock.monotonicMs()
    const before = this.#seen.get(name)
    const now = count()
    if (!before || now > before.count) {
      this.#seen.set(name, { count: now, grewMs: nowMs, isStuck: false })
      return false
    }
    const quietMs = nowMs - before.grewMs
    if (quietMs <= quietMsMax) return false
    if (!before.isStuck) onStuck(name, quietMs)
    before.isStuck = true
    return true
  }
}
