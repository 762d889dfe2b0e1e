import type { Cancellable } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { START_AT } from '../sealing.ts'
import { type VirtualClock, VirtualClockView } from '../virtual.ts'
import { Rig, TONE_MS } from './rig.ts'

const DUE_AT = START_AT + 45_000
/** What one look at the clock, and the work around it, takes. */
const LOOK_MS = 0.2
/** Timers this long are those that were slept through. */
const SLEEP_MS_MIN = 1_000
/** Half a look apart, so that whatever lies between two looks, some sleep ends there. */
const EARLY_MS = Array.from({ length: 40 }, (_, step) => step / 10)

/**
 * A clock on which work takes time, which virtual time alone does not show: every look finds it `LOOK_MS` later than
 * the look before. Long sleeps end a little early, as they do where timers run in whole milliseconds.
 */
class WorkingClock extends VirtualClockView {
  readonly #earlyMs: number
  #elapsedMs = 0

  constructor(clock: VirtualClock, earlyMs: number) {
    super(clock, 0)
    this.#earlyMs = earlyMs
  }

  override now(): number {
    return START_AT + this.monotonicMs()
  }

  override monotonicMs(): number {
    this.#elapsedMs = Math.max(this.#elapsedMs + LOOK_MS, super.monotonicMs())
    return this.#elapsedMs
  }

  override after(delayMs: number, run: () => void): Cancellable {
    return super.after(delayMs < SLEEP_MS_MIN ? delayMs : delayMs - this.#earlyMs, run)
  }
}

test.each(EARLY_MS)(
  'what falls due between a decision and the next look at the clock is not slept over (woken %d ms early)',
  async (earlyMs) => {
    const rig = new Rig()
    rig.wall = new WorkingClock(rig.clock, earlyMs)
    const life = await rig.startLife(rig.plan(rig.programme(DUE_AT)))
    await rig.clock.runUntil(DUE_AT + 10_000)
    expect(Math.abs((life.output.sounds()[0]?.from ?? 0) - DUE_AT)).toBeLessThan(100)
    expect(await life.records()).toMatchObject([{ outcome: 'heard', heardMs: TONE_MS }])
    await life.stop()
  },
)
