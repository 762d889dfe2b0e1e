import type { SpeechOrder, Voice } from '@tieng-lang/protocol'

export interface SpeakOptions {
  /** A path of our own, where the WAV file is written; the caller removes it, whatever happens. */
  to: string
  /** What is longer is cut there. */
  durationMsMax: number
  signal?: AbortSignal | undefined
}

/** Makes speech of text (R14): today espeak-ng, another day a better voice. */
export interface SpeechEngine {
  voices(): readonly Voice[]
  /** Rejects with `voiceUnknown`, `speechMissing`, `speechFailed`, `tookTooLong`, `aborted`, `storageFull`. */
  speak(order: SpeechOrder, options: SpeakOptions): Promise<{ isCut: boolean }>
}
