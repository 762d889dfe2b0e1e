import { rm, writeFile } from 'node:fs/promises'
import { type Clock, MINUTE_MS, SECOND_MS, type SoundPart } from '@tieng-lang/protocol'
import { encode } from '../../media/ffmpeg.ts'
import { takeIn } from '../../media/intake.ts'
import type { MediaStore } from '../../media/media-store.ts'
import { attentionSignal, type SignalName } from '../../media/signals/attention-signals.ts'
import { SIGNAL_RATE_HZ } from '../../media/signals/pcm.ts'
import { wavOf } from '../../media/signals/wav.ts'
import type { SpeechEngine } from '../../media/speech/speech-engine.ts'
import type { KitRecipe } from './recipes.ts'

export interface SoundMaking {
  /** Where the sound is put. */
  media: MediaStore
  signal: AbortSignal
}

/** Makes one sound. Rejects with a `CodedError`. */
export interface SoundMaker {
  make(recipe: KitRecipe, making: SoundMaking): Promise<SoundPart>
}

/** Slow: every word must be understood at the far end of a village. */
const WORDS_PER_MINUTE = 130
/** Without a variant of the larynx: the clearest through a horn. */
const VOICE = 'vi-north-male'
const RUN_MS_MAX = 2 * MINUTE_MS
const SOUND_MS_MAX = 3 * MINUTE_MS
const SOUND_BYTES_MAX = 4_000_000
const CEILING_DBTP = -3

/** The real way: generated signals, espeak's voice, ffmpeg's Opus. */
export class KitSoundMaker implements SoundMaker {
  readonly #engine: SpeechEngine
  readonly #clock: Clock

  constructor(engine: SpeechEngine, clock: Clock) {
    this.#engine = engine
    this.#clock = clock
  }

  make({ made }: KitRecipe, making: SoundMaking): Promise<SoundPart> {
    return made.kind === 'signal' ? this.#signal(made.signal, making) : this.#speech(made.words, making)
  }

  /** Levelled as every bulletin is. */
  async #speech(text: string, { media, signal }: SoundMaking): Promise<SoundPart> {
    const path = media.temporaryPath()
    try {
      const order = { text, voice: VOICE, wordsPerMinute: WORDS_PER_MINUTE }
      await this.#engine.speak(order, { to: path, durationMsMax: SOUND_MS_MAX, signal })
      const intake = { clock: this.#clock, store: media, kind: 'speech' as const, signal }
      return (await takeIn(path, { ...intake, runMsMax: RUN_MS_MAX })).media
    } finally {
      await rm(path, { force: true })
    }
  }

  /** At its own level: some signals are meant to be softer than others. */
  async #signal(name: SignalName, { media, signal }: SoundMaking): Promise<SoundPart> {
    const [from, to] = [media.temporaryPath(), media.temporaryPath()]
    try {
      const pcm = attentionSignal(name)
      await writeFile(from, wavOf(pcm), { mode: 0o600 })
      const limits = { clock: this.#clock, runMsMax: RUN_MS_MAX, signal }
      const bounds = { outputBytesMax: SOUND_BYTES_MAX, durationMsMax: SOUND_MS_MAX }
      const levelling = { gainDb: 0, ceilingDbtp: CEILING_DBTP }
      await encode({ from, to, kind: 'music' }, levelling, { ...limits, ...bounds })
      const stored = await media.put(to)
      return { ...stored, durationMs: (pcm.length / SIGNAL_RATE_HZ) * SECOND_MS }
    } finally {
      await rm(from, { force: true })
      await rm(to, { force: true })
    }
  }
}
