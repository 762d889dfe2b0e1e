import { type Board, noReadings, type Readings } from '@tieng-lang/edge-agent'
import type { Cancellable, Clock } from '@tieng-lang/protocol'
import type { CountedRun } from './counted-output.ts'

const WARM_UP_MS = 1_000
/** A real board is read every 500 ms; here only where a reading can say something new. */
const READ_AFTER_MS = [500, 1_000, 1_500, 2_000]
/** What a line of two horns carries while someone speaks. */
const SPEECH_A = 0.4

export interface VirtualBoardOptions {
  clock: Clock
  warmUpMs?: number
}

/** A board without wires: power relay, warm-up, and one line whose current shows what the counted output plays. */
export class VirtualBoard implements Board {
  readonly #clock: Clock
  readonly #warmUpMs: number
  readonly #listeners: ((readings: Readonly<Readings>) => void)[] = []
  readonly #buttonListeners: (() => void)[] = []
  #buttonPresses = 0
  #run: Readonly<CountedRun> | undefined
  #onSinceMs: number | undefined
  #powerRead: Cancellable | undefined
  #runReads: Cancellable[] = []
  /** The horns are silent whatever the amplifier does: a cut line. */
  isLineCut = false

  constructor(options: VirtualBoardOptions) {
    this.#clock = options.clock
    this.#warmUpMs = options.warmUpMs ?? WARM_UP_MS
  }

  async start(): Promise<void> {
    this.#read()
  }

  async stop(): Promise<void> {
    for (const read of [this.#powerRead, ...this.#runReads]) read?.cancel()
  }

  async setPower(isOn: boolean): Promise<void> {
    if (isOn) this.#onSinceMs ??= this.#clock.monotonicMs()
    else this.#onSinceMs = undefined
    this.#powerRead?.cancel()
    this.#powerRead = this.#clock.after(isOn ? this.#warmUpMs : 0, () => this.#read())
  }

  /** It has none. */
  async setTuner(): Promise<void> {}

  warmUpMs(): number {
    return this.#warmUpMs
  }

  /** Whether a horn could be heard from the instant `at` (Unix ms) on. */
  isWarmAt(at: number): boolean {
    const inMs = at - this.#clock.now()
    return (
      this.#onSinceMs !== undefined && this.#clock.monotonicMs() + inMs >= this.#onSinceMs + this.#warmUpMs
    )
  }

  /** A run has begun at the output; it is read from now and then. */
  runBegun(run: Readonly<CountedRun>): void {
    this.#run = run
    const inMs = run.fromAt - this.#clock.now()
    for (const read of this.#runReads) read.cancel()
    this.#runReads = READ_AFTER_MS.map((afterMs) => this.#clock.after(inMs + afterMs, () => this.#read()))
  }

  readings(): Readonly<Readings> {
    const now = this.#clock.now()
    const isPowered = this.#onSinceMs !== undefined
    const isReady = this.isWarmAt(now)
    const currentA = isReady && this.#isSoundingAt(now) && !this.isLineCut ? SPEECH_A : 0
    return {
      ...noReadings(),
      readAt: now,
      isReachable: true,
      isPowered,
      isAmplifierReady: isReady,
      isProtectionCut: false,
      mainsV: 220,
      dcV: 24,
      supplyCurrentA: isPowered ? 0.15 + currentA : 0.02,
      temperatureC: 35,
      hasTuner: false,
      warmUpMs: this.#warmUpMs,
      buttonPresses: this.#buttonPresses,
      lines: [{ currentA, impedanceOhm: this.isLineCut ? 6_553 : 83, faults: [] }],
    }
  }

  onButton(run: () => void): void {
    this.#buttonListeners.push(run)
  }

  /** Someone presses the local button. */
  pressButton(): void {
    this.#buttonPresses += 1
    for (const run of this.#buttonListeners) run()
  }

  onReadings(run: (readings: Readonly<Readings>) => void): void {
    this.#listeners.push(run)
  }

  #isSoundingAt(at: number): boolean {
    return this.#run !== undefined && at >= this.#run.fromAt && at < this.#run.untilAt
  }

  #read(): void {
    const readings = this.readings()
    for (const run of this.#listeners) run(readings)
  }
}
