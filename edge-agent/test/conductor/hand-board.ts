import type { Cancellable, Clock } from '@tieng-lang/protocol'
import { type Board, BoardError, noReadings, type Readings } from '../../src/hardware/index.ts'

const POLL_MS = 500

/** A board whose relay and meters a test sets. */
export class HandBoard implements Board {
  /** When the relay was told what, by the wall clock. */
  readonly switched: { at: number; isOn: boolean }[] = []
  /** The relay's module answers nothing. */
  isDead = false
  /** What every line carries, as the next polls read it. */
  lineCurrentA: number | null = null
  /** Whether it has an FM tuner, what that was told last (kHz), and where it finds a carrier. */
  hasTuner = false
  tunerKhz: number | null = null
  readonly carriersKhz = new Set<number>()
  readonly #clock: Clock
  readonly #warmUpMs: number
  readonly #listeners: ((readings: Readonly<Readings>) => void)[] = []
  #poll: Cancellable | undefined

  constructor(clock: Clock, warmUpMs: number) {
    this.#clock = clock
    this.#warmUpMs = warmUpMs
  }

  async start(): Promise<void> {
    this.#poll = this.#clock.after(POLL_MS, () => {
      for (const run of this.#listeners) run(this.readings())
      void this.start()
    })
  }

  async stop(): Promise<void> {
    this.#poll?.cancel()
  }

  async setPower(isOn: boolean): Promise<void> {
    if (this.isDead) throw new BoardError('timedOut', 'the relay does not answer')
    this.switched.push({ at: this.#clock.now(), isOn })
  }

  async setTuner(frequencyKhz: number | null): Promise<void> {
    if (this.isDead) throw new BoardError('timedOut', 'the tuner does not answer')
    this.tunerKhz = frequencyKhz
  }

  warmUpMs(): number {
    return this.#warmUpMs
  }

  readings(): Readonly<Readings> {
    const lines =
      this.lineCurrentA === null ? [] : [{ currentA: this.lineCurrentA, impedanceOhm: 83, faults: [] }]
    return {
      ...noReadings(),
      readAt: this.#clock.now(),
      isReachable: !this.isDead,
      isAmplifierReady: true,
      hasTuner: this.hasTuner,
      hasTunerCarrier: this.carriersKhz.has(this.tunerKhz ?? 0),
      tunerKhz: this.tunerKhz ?? 87_500,
      isTunerOpen: this.tunerKhz !== null,
      lines,
    }
  }

  onButton(): void {}

  onReadings(run: (readings: Readonly<Readings>) => void): void {
    this.#listeners.push(run)
  }
}
