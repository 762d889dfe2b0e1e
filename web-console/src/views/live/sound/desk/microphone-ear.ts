import { FrameCutter } from '../capture/frame-cutter.ts'
import { To48Khz } from '../capture/to-48-khz.ts'
import { type Level, levelOf, SILENCE_DB } from '../level/level.ts'
import { LevelWatch } from '../level/level-watch.ts'
import { VoiceDetector } from '../level/voice-detector.ts'

/** As a peak meter falls: about 20 dB in 1.7 s (IEC 60268-10). */
const FALL_DB_PER_FRAME = 0.24

/** A frame of the microphone, and what was found in it. */
export interface HeardFrame {
  samples: Float32Array
  level: Level
  isVoice: boolean
}

/** Hears one microphone: its samples, at whatever rate, become frames of 20 ms with their loudness. */
export class MicrophoneEar {
  readonly #rate: To48Khz
  readonly #cutter: FrameCutter
  readonly #voice = new VoiceDetector()
  readonly #watch = new LevelWatch()
  #shownPeakDb = SILENCE_DB
  /** What is shown: its peak falls slowly, so that the eye can follow. */
  last: (Omit<HeardFrame, 'samples'> & { warning: ReturnType<LevelWatch['take']> }) | null = null

  constructor(rateHz: number, onFrame: (frame: HeardFrame) => void) {
    this.#rate = new To48Khz(rateHz)
    this.#cutter = new FrameCutter((samples) => onFrame(this.#look(samples)))
  }

  take(samples: Float32Array): void {
    this.#cutter.take(this.#rate.convert(samples))
  }

  #look(samples: Float32Array): HeardFrame {
    const level = levelOf(samples)
    const isVoice = this.#voice.take(level.rmsDb)
    this.#shownPeakDb = Math.max(level.peakDb, this.#shownPeakDb - FALL_DB_PER_FRAME)
    const shown = { ...level, peakDb: this.#shownPeakDb }
    this.last = { level: shown, isVoice, warning: this.#watch.take(level, isVoice) }
    return { samples, level, isVoice }
  }
}
