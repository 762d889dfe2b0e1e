import { FRAME_MS, FRAME_SAMPLES } from '../capture/frame-cutter.ts'
import { type Level, SILENCE_DB } from './level.ts'

/** What is wrong with how somebody speaks into the microphone. */
export type LevelWarning = 'dead' | 'tooLow' | 'clipping'

/** Peaks of good speech lie above this, in dB of full scale. */
export const LOW_PEAK_DB = -26
const LOOK_BACK_MS = 4_000
/** A tap on the microphone is no clipping: so many of a thousand samples are. */
const CLIPPED_PER_MILLE = 1
/** Once said it stays on the screen so long, or nobody can read it. */
const SHOWN_MS_MIN = 3_000
const FRAMES_BACK = LOOK_BACK_MS / FRAME_MS

/**
 * Looks at the last seconds of the microphone: nothing at all is `dead` (its switch, or another program's); speech
 * without a loud syllable is `tooLow`; samples cut off are `clipping`.
 */
export class LevelWatch {
  #recent: { level: Level; isVoice: boolean }[] = []
  #shown: LevelWarning | null = null
  #shownMs = 0

  take(level: Level, isVoice: boolean): LevelWarning | null {
    this.#recent.push({ level, isVoice })
    if (this.#recent.length > FRAMES_BACK) this.#recent.shift()
    const found = this.#find()
    this.#shownMs += FRAME_MS
    if (found !== null || this.#shownMs >= SHOWN_MS_MIN) {
      if (found !== null) this.#shownMs = 0
      this.#shown = found
    }
    return this.#shown
  }

  #find(): LevelWarning | null {
    const clipped = this.#recent.reduce((sum, { level }) => sum + level.clippedSamples, 0)
    if (clipped * 1_000 > this.#recent.length * FRAME_SAMPLES * CLIPPED_PER_MILLE) return 'clipping'
    if (this.#recent.length < FRAMES_BACK) return null
    if (this.#recent.every(({ level }) => level.peakDb <= SILENCE_DB)) return 'dead'
    const spoken = this.#recent.filter(({ isVoice }) => isVoice)
    const peakDb = Math.max(...spoken.map(({ level }) => level.peakDb))
    return spoken.length * 4 > FRAMES_BACK && peakDb < LOW_PEAK_DB ? 'tooLow' : null
  }
}
