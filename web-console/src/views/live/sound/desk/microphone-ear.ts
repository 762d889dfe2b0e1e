import { FrameCutter } from '../capture/frame-cutter.ts'
import { To48Khz } from '../capture/to-48-khz.ts'
import { type Level, levelOf } from '../level/level.ts'
import { LevelWatch } from '../level/level-watch.ts'
import { VoiceDetector } from '../level/voice-detector.ts'

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
    this.last = { level, isVoice, warning: this.#watch.take(level, isVoice) }
    return { samples, level, isVoice }
  }
}
