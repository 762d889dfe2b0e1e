import type { Clock } from '@tieng-lang/protocol'
import { CUT_FADE_SAMPLES, fadeIn, fadeOut } from '../audio/signal/fade.ts'
import type { Station } from '../audio/sounds/relay-sound.ts'
import { WallOffset } from '../hardware/output/wall-offset.ts'
import { LiveSource } from '../live/playout/live-source.ts'
import type { TunerSamples } from './tuner-samples.ts'

/**
 * From the tuner to the horn. Frames are asked for up to 110 ms before they are heard, pieces of 20 ms come a period late,
 * and a reading that tells of a lost carrier is up to half a second old: what is in hand then is mostly not noise yet.
 */
export const TUNER_DELAY_MS = 300

export interface TunerStationOptions {
  clock: Clock
  samples: TunerSamples
  /** Whether what is heard now is the station. */
  isHere: () => boolean
  isGone: () => boolean
  onSilence: (sampleCount: number) => void
}

/** What a tuner receives as a relay hears it: a constant time behind it, and silent while there is no carrier. */
export function tunerStation(options: TunerStationOptions): Station {
  return new TunerStation(options)
}

class TunerStation implements Station {
  readonly #options: TunerStationOptions
  readonly #source: LiveSource
  readonly #wall: WallOffset
  #isHeard = false
  /** Since it began, or ceased, to be heard. */
  #samples = CUT_FADE_SAMPLES

  constructor(options: TunerStationOptions) {
    this.#options = options
    const { clock, samples } = options
    this.#wall = new WallOffset(clock)
    this.#source = new LiveSource({
      ...{ packets: samples, decoded: samples },
      sampleHeardAt: (heardAt) => this.#sampleHeardAt(heardAt),
    })
  }

  readSamples(heardAt: number, out: Float32Array): number {
    const { samples, onSilence, isHere } = this.#options
    const isHeard = isHere()
    if (isHeard !== this.#isHeard) this.#samples = 0
    if (isHeard && !this.#isHeard) samples.unread()
    this.#isHeard = isHeard
    if (isHeard || this.#samples < CUT_FADE_SAMPLES) this.#fade(heardAt, out)
    else out.fill(0)
    this.#samples += out.length
    const missing = samples.takeMissing()
    onSilence(isHeard ? Math.min(missing, out.length) : out.length)
    return out.length
  }

  /** It does not end by itself. */
  drain(): void {}

  isGone(): boolean {
    return this.#options.isGone()
  }

  leave(): void {}

  #fade(heardAt: number, out: Float32Array): void {
    this.#source.readSamples(heardAt, out)
    const position = { at: this.#samples, fadeSamples: CUT_FADE_SAMPLES }
    if (this.#isHeard) fadeIn(out, position)
    else fadeOut(out, position)
  }

  #sampleHeardAt(heardAt: number): number | null {
    return this.#options.samples.sampleAt(heardAt - this.#wall.toWall(0) - TUNER_DELAY_MS)
  }
}
