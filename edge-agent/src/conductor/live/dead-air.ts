import { SECOND_MS } from '@tieng-lang/protocol'
import { SAMPLES_PER_MS } from '../../audio/sounds/sound.ts'

/** −70 dBFS: a studio's own noise is louder, digital silence and what an encoder makes of it is not. */
const SILENT_AMPLITUDE = 10 ** (-70 / 20)
/** Between two items of a programme nobody says anything for so long at most. */
const PAUSE_SAMPLES_MAX = 2 * SECOND_MS * SAMPLES_PER_MS

/** Tells a station that sends nothing but silence from one that pauses. */
export class DeadAir {
  #samples = 0

  /** @returns of how many samples, these or earlier ones, it is known only now that nothing was said in them */
  note(samples: Float32Array): number {
    if (samples.some((sample) => Math.abs(sample) > SILENT_AMPLITUDE)) {
      this.#samples = 0
      return 0
    }
    const before = this.#samples
    this.#samples += samples.length
    if (this.#samples <= PAUSE_SAMPLES_MAX) return 0
    return before <= PAUSE_SAMPLES_MAX ? this.#samples : samples.length
  }

  /** What comes from now on is counted anew. */
  reset(): void {
    this.#samples = 0
  }
}
