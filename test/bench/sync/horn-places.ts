import { CARD_SAMPLE_RATE_HZ, type SoundCard } from '../../../hardware-sim/src/board/sound-card.ts'
import { RAMP_SAMPLES, rampAt } from './ramp-decoder.ts'

const SECOND_MS = 1_000
const SAMPLES_PER_MS = CARD_SAMPLE_RATE_HZ / 1_000
const FULL_SCALE = 32_767
/** Where the ramp falls nothing can be told; a little to one side it can. */
const TRIES = [0, 64, -64]
/** Of the ramp's slope, what a place of concealment, silence or a fall may be off. */
const SLOPE_ERROR_MAX = 0.3
const SLOPE_SPAN_SAMPLES = 16

/**
 * Reads off the ramp which place of the stream leaves a horn at each whole second of true time. Places are told as what
 * they differ from a stream that is captured and heard at the same instant, in ms, give or take whole ramps.
 */
export class HornPlaces {
  /** By the second of true time since the clock began. */
  readonly bySecond = new Map<number, number>()
  readonly #card: () => SoundCard

  constructor(card: () => SoundCard) {
    this.#card = card
  }

  /** What has left the converter, as the card tells it. */
  played(positionSamples: number, sampleCount: number, samples: Uint8Array | null): void {
    const card = this.#card()
    const fromMs = card.monotonicMsOf(positionSamples)
    const second = Math.ceil(fromMs / SECOND_MS)
    const at = Math.round(((second * SECOND_MS - fromMs) * card.trueSampleRateHz) / SECOND_MS)
    if (samples === null || at >= sampleCount) return
    const view = new DataView(samples.buffer, samples.byteOffset, samples.byteLength)
    const heightAt = (index: number) => view.getInt16(2 * index, true) / FULL_SCALE
    for (const index of TRIES.map((offset) => at + offset)) {
      if (index < 0 || index + SLOPE_SPAN_SAMPLES >= sampleCount) continue
      const rise = (heightAt(index + SLOPE_SPAN_SAMPLES) - heightAt(index)) * RAMP_SAMPLES
      if (Math.abs(rise / SLOPE_SPAN_SAMPLES - 1) > SLOPE_ERROR_MAX) continue
      const trueMs = card.monotonicMsOf(positionSamples + index)
      this.bySecond.set(second, lagMs(heightAt(index), trueMs))
      return
    }
  }
}

/** Of a height at an instant: how far the stream is behind, from −100 ms to 100 ms. */
function lagMs(height: number, trueMs: number): number {
  const behind = (rampAt(trueMs * SAMPLES_PER_MS) - height) * RAMP_SAMPLES
  const whole = Math.round(behind / RAMP_SAMPLES) * RAMP_SAMPLES
  return (behind - whole) / SAMPLES_PER_MS
}
