import type { Clock } from '@tieng-lang/protocol'
import { RELAY_HOLD_MS, type Station } from '../audio/sounds/relay-sound.ts'
import type { AudioInput, PcmSink } from '../hardware/index.ts'
import { TunerGate, type TunerGateOptions } from './tuner-gate.ts'
import { TunerSamples } from './tuner-samples.ts'
import { TUNER_DELAY_MS, tunerStation } from './tuner-station.ts'

/** Samples come every 20 ms; after so long without any there is no sound, whatever the carrier. */
const QUIET_MS_MAX = 300
/** From the command until carrier and sound can be there: three writes, a reading, the tuner's own search. */
const SETTLE_MS = 2_500

export interface TunerOptions extends TunerGateOptions {
  clock: Clock
  /** What the tuner's sound comes in by; without it the cluster is as good as without a tuner. */
  input: AudioInput | undefined
}

/** The FM tuner of the cluster's board, as a station that is heard while it is wanted. */
export class Tuner {
  readonly #options: TunerOptions
  readonly #gate: TunerGate
  readonly #samples: TunerSamples
  #tunedMs = 0
  /** Since when there is something to hear; undefined while there is not. */
  #hereSinceMs: number | undefined
  #lastHereMs: number | undefined

  constructor(options: TunerOptions) {
    this.#options = options
    this.#gate = new TunerGate(options)
    this.#samples = new TunerSamples(options.clock)
  }

  /** Belongs before the board's own start. */
  start(): void {
    this.#gate.start()
  }

  /** Shut, and nothing is listened to any more. */
  async stop(): Promise<void> {
    await Promise.all([this.#gate.stop(), this.#options.input?.stop()])
  }

  /** Whether this cluster has one that can be heard; null while its board has not said. */
  hasTuner(): boolean | null {
    return this.#options.input === undefined ? false : this.#options.board.readings().hasTuner
  }

  /** Which frequency is to be let through (kHz); null for none. Told anew with every decision, so it does little. */
  want(frequencyKhz: number | null): void {
    const { clock, input } = this.#options
    const wantedKhz = this.hasTuner() === false ? null : frequencyKhz
    if (wantedKhz === this.#gate.wantedKhz) return
    this.#gate.want(wantedKhz)
    this.#tunedMs = clock.monotonicMs()
    this.#hereSinceMs = undefined
    this.#lastHereMs = undefined
    this.#samples.begin()
    if (wantedKhz === null) void input?.stop()
    else input?.start(this.#sink())
  }

  /**
   * Listens to the wanted station where it is heard; undefined where it is not. With `isFirst` it is enough that it was
   * tuned to just now. `onSilence`: so many samples of it were silent.
   */
  open({ isFirst, onSilence }: { isFirst: boolean; onSilence: (sampleCount: number) => void }) {
    if (this.#gate.wantedKhz === null) return undefined
    const isSettling = this.#options.clock.monotonicMs() - this.#tunedMs < SETTLE_MS
    return this.#isHere() || (isFirst && isSettling) ? this.#station(onSilence) : undefined
  }

  /** Looked at with each piece that comes, so that it is known since when there is something to hear. */
  #sink(): PcmSink {
    return {
      begin: () => this.#samples.begin(),
      take: (pcm) => {
        this.#samples.take(pcm)
        this.#isHere()
      },
    }
  }

  #station(onSilence: (sampleCount: number) => void): Station {
    return tunerStation({
      ...{ clock: this.#options.clock, samples: this.#samples, onSilence },
      isHere: () => this.#isHere(),
      isGone: () => this.#isGone(),
    })
  }

  /** What is heard now was received since the carrier is there. */
  #isHere(): boolean {
    const now = this.#options.clock.monotonicMs()
    if (!this.#gate.isOpen || this.#samples.quietMs > QUIET_MS_MAX) {
      this.#hereSinceMs = undefined
      return false
    }
    this.#hereSinceMs ??= now
    if (now - this.#hereSinceMs < TUNER_DELAY_MS) return false
    this.#lastHereMs = now
    return true
  }

  #isGone(): boolean {
    if (this.#gate.wantedKhz === null) return true
    if (this.#isHere()) return false
    const now = this.#options.clock.monotonicMs()
    if (this.#lastHereMs === undefined) return now - this.#tunedMs > SETTLE_MS
    return now - this.#lastHereMs > RELAY_HOLD_MS
  }
}
