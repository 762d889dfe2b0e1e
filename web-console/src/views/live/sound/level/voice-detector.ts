import { FRAME_MS } from '../capture/frame-cutter.ts'

/** Quieter than this is no voice, however quiet the room. */
const VOICE_DB_MIN = -55
/** A voice stands out of the room's noise by so much. */
const ABOVE_NOISE_DB = 9
/** Noise that becomes louder is learned this slowly; pauses between words let it fall back at once. */
const NOISE_RISE_DB_PER_S = 1.5
const NOISE_DB_MIN = -80
/** A noise beyond this is no noise of a room: whoever speaks without a pause is still heard as a voice. */
const NOISE_DB_MAX = -30
/** The ends of words are quiet. */
const HANGOVER_MS = 300

/** Tells voice from the noise of a room, so that a microphone that was forgotten ends by itself. */
export class VoiceDetector {
  #noiseDb = -60
  #sinceVoiceMs = Number.POSITIVE_INFINITY

  /** One frame of 20 ms by its loudness; true where somebody speaks. */
  take(rmsDb: number): boolean {
    const noiseDb = Math.min(rmsDb, this.#noiseDb + (NOISE_RISE_DB_PER_S * FRAME_MS) / 1_000)
    this.#noiseDb = Math.min(NOISE_DB_MAX, Math.max(NOISE_DB_MIN, noiseDb))
    const isLoud = rmsDb > Math.max(VOICE_DB_MIN, this.#noiseDb + ABOVE_NOISE_DB)
    this.#sinceVoiceMs = isLoud ? 0 : this.#sinceVoiceMs + FRAME_MS
    return this.#sinceVoiceMs <= HANGOVER_MS
  }
}
