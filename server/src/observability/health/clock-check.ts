import { CLOCK_TOLERANCE_MS, type Clock, type HealthParts, HOUR_MS, SECOND_MS } from '@tieng-lang/protocol'
import type { Database } from '../../storage/database.ts'
import { findNewestActAt, findPulseAt } from '../../storage/reports/pulses.ts'
import { DATABASE_PULSE } from './database-check.ts'

/** The wall clock against the monotonic one, between two looks: more is a step, not a correction. */
const STEP_MS = SECOND_MS
/** Whoever looks in the morning should still see that it was set; then it is how things are. */
const TOLD_MS = HOUR_MS

interface Reading {
  wallAt: number
  monotonicMs: number
}

/**
 * Whether the wall clock can be right. Clusters believe it, and refuse commands that differ from theirs by over a
 * minute: so it must not be before what the database already holds, and it should not jump.
 */
export class ClockCheck {
  readonly #clock: Clock
  #newestAt = 0
  #last: Reading | undefined
  #step: { steppedMs: number; monotonicMs: number } | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** From the newest that the database knows, of this life or of one before. */
  start(database: Database): void {
    this.#newestAt = Math.max(findPulseAt(database, DATABASE_PULSE) ?? 0, findNewestActAt(database) ?? 0)
  }

  look(): HealthParts['clock'] {
    const reading = { wallAt: this.#clock.now(), monotonicMs: this.#clock.monotonicMs() }
    this.#noteStep(reading)
    const isBehind = reading.wallAt + CLOCK_TOLERANCE_MS < this.#newestAt
    this.#newestAt = Math.max(this.#newestAt, reading.wallAt)
    const isTold = this.#step && reading.monotonicMs - this.#step.monotonicMs < TOLD_MS
    const steppedMs = isTold && this.#step ? this.#step.steppedMs : null
    if (isBehind) return { state: 'failing', code: 'clockBehindRecords', steppedMs }
    if (steppedMs !== null) return { state: 'degraded', code: 'clockStepped', steppedMs }
    return { state: 'ok', code: null, steppedMs }
  }

  #noteStep(reading: Reading): void {
    const last = this.#last
    this.#last = reading
    if (!last) return
    const steppedMs = reading.wallAt - last.wallAt - (reading.monotonicMs - last.monotonicMs)
    if (Math.abs(steppedMs) > STEP_MS) this.#step = { steppedMs, monotonicMs: reading.monotonicMs }
  }
}
