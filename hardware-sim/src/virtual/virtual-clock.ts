import type { Cancellable, Clock } from '@tieng-lang/protocol'
import { TimerQueue } from './timer-queue.ts'

/** So many events at one instant are a loop that never lets time pass. */
const EVENTS_AT_ONE_INSTANT_MAX = 1_000_000
const DURING_MS_MAX = 120_000
const DURING_STEP_MS = 10
/** So many events in one turn of Node's own loop. */
const EVENTS_A_TURN = 64

/**
 * True time of a simulation: it moves only by `advance` and `runUntil`, from event to event, in the order of time and
 * then of scheduling. After each event everything that waits on promises runs to its end before the next, so a run
 * depends on nothing but its inputs, as long as no real disk, socket or thread pool is on the path.
 *
 * This clock never steps. What an agent believes is a `view`, whose wall clock can be wrong and can step.
 */
export class VirtualClock implements Clock {
  readonly #timers = new TimerQueue()
  readonly #startAt: number
  #elapsedMs = 0
  #eventsNow = 0
  /** Who lets time pass now. */
  #runs = 0

  /** `startAt`: true time at the start, Unix ms. */
  constructor(startAt: number) {
    this.#startAt = startAt
  }

  now(): number {
    return this.#startAt + this.#elapsedMs
  }

  monotonicMs(): number {
    return this.#elapsedMs
  }

  after(delayMs: number, run: () => void): Cancellable {
    return this.#timers.add(this.#elapsedMs + Math.max(0, delayMs), run)
  }

  /** How many events are scheduled, the cancelled ones whose time has not come included. */
  timerCount(): number {
    return this.#timers.length
  }

  /** A clock on the same timers with a wall clock of its own, `wallOffsetMs` ahead of true time at first. */
  view(wallOffsetMs = 0): VirtualClockView {
    return new VirtualClockView(this, wallOffsetMs)
  }

  /** When the next event is due (Unix ms, true time), or undefined where nothing is scheduled. */
  nextDueAt(): number | undefined {
    const dueMs = this.#timers.nextDueMs()
    return dueMs === undefined ? undefined : this.#startAt + dueMs
  }

  /** Lets `durationMs` pass and everything in it happen. */
  advance(durationMs: number): Promise<void> {
    return this.#runUntilMs(this.#elapsedMs + durationMs)
  }

  /** Runs until true time is `at` (Unix ms), events due at `at` included. */
  runUntil(at: number): Promise<void> {
    return this.#runUntilMs(at - this.#startAt)
  }

  /** Lets time pass until `act` has come to its end, and gives its result; throws where that takes over two minutes. */
  async during<T>(act: Promise<T>): Promise<T> {
    let isOver = false
    const end = () => {
      isOver = true
    }
    act.then(end, end)
    const endMs = this.#elapsedMs + DURING_MS_MAX
    while (!isOver) {
      if (this.#elapsedMs > endMs) throw new Error(`not at its end after ${DURING_MS_MAX} ms`)
      await this.advance(DURING_STEP_MS)
    }
    return act
  }

  async #runUntilMs(untilMs: number): Promise<void> {
    this.#runs += 1
    try {
      await settle()
      while (await this.#runSome(untilMs)) {}
      this.#elapsedMs = Math.max(this.#elapsedMs, untilMs)
    } finally {
      this.#runs -= 1
    }
  }

  /**
   * Runs events, each in an immediate of its own: Node empties the queue of promises after every one of them (since
   * 11), and to take many in one turn of its loop costs a tenth of a turn for each. Two who let time pass at once take
   * turns, event by event.
   * @returns whether there may be more
   */
  #runSome(untilMs: number): Promise<boolean> {
    return new Promise((resolve, reject) => {
      let left = EVENTS_A_TURN
      let isOver = false
      const runNext = () => {
        if (left === 0) return
        left = this.#runs > 1 ? 0 : left - 1
        try {
          isOver ||= !this.#runNext(untilMs)
        } catch (cause) {
          reject(cause)
          left = 0
        }
        if (left === 0) resolve(!isOver)
      }
      for (let count = 0; count < EVENTS_A_TURN; count++) setImmediate(runNext)
    })
  }

  /** @returns false where nothing more is due */
  #runNext(untilMs: number): boolean {
    const timer = this.#timers.takeDue(untilMs)
    if (!timer) return false
    this.#eventsNow = timer.dueMs > this.#elapsedMs ? 0 : this.#eventsNow + 1
    if (this.#eventsNow > EVENTS_AT_ONE_INSTANT_MAX)
      throw new Error(`time stands still at ${this.now()}: events without end`)
    this.#elapsedMs = Math.max(this.#elapsedMs, timer.dueMs)
    timer.run()
    return true
  }
}

const PPM = 1e-6

/** One machine's clocks, both off one quartz that may run fast or slow; its wall clock may be wrong and may step. */
export class VirtualClockView implements Clock {
  readonly #clock: VirtualClock
  readonly #onSet = new Set<() => void>()
  #wallOffsetMs: number
  /** How far its quartz has come ahead of true time, up to `#driftSinceMs` (true monotonic). */
  #driftMs = 0
  #driftSinceMs = 0
  #driftPpm = 0
  #isHalted = false

  constructor(clock: VirtualClock, wallOffsetMs: number) {
    this.#clock = clock
    this.#wallOffsetMs = wallOffsetMs
  }

  now(): number {
    return this.#clock.now() + (this.#wallOffsetMs + this.#aheadMs())
  }

  monotonicMs(): number {
    return this.#clock.monotonicMs() + this.#aheadMs()
  }

  after(delayMs: number, run: () => void): Cancellable {
    const trueMs = this.#driftPpm === 0 ? delayMs : delayMs / (1 + this.#driftPpm * PPM)
    return this.#clock.after(trueMs, () => {
      if (!this.#isHalted) run()
    })
  }

  /** From now on it runs fast by so many parts in a million, or slow where that is negative. */
  drift(ppm: number): void {
    this.#driftMs = this.#aheadMs()
    this.#driftSinceMs = this.#clock.monotonicMs()
    this.#driftPpm = ppm
  }

  onSet(run: () => void): Cancellable {
    this.#onSet.add(run)
    return { cancel: () => this.#onSet.delete(run) }
  }

  /** Steps the wall clock; no timer moves. */
  stepWall(byMs: number): void {
    this.#wallOffsetMs += byMs
    for (const run of [...this.#onSet]) run()
  }

  /** Sets the wall clock to `at` (Unix ms), as a lost RTC sets it to 1970. */
  setWall(at: number): void {
    this.stepWall(at - this.now())
  }

  /** The machine loses power: none of its timers runs any more. */
  halt(): void {
    this.#isHalted = true
  }

  #aheadMs(): number {
    if (this.#driftPpm === 0) return this.#driftMs
    return this.#driftMs + (this.#clock.monotonicMs() - this.#driftSinceMs) * this.#driftPpm * PPM
  }
}

/** The loop's next turn comes only when no promise has anything left to run. It is not a wait for time. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
