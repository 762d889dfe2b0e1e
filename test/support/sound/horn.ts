import { heardFrom, type Recording, readRecording } from '@tieng-lang/hardware-sim'

const WINDOW_MS = 20
/** −50 dBFS: less is silence. */
const AUDIBLE_MIN = 10 ** (-50 / 20)

/** A stretch of true time, Unix ms. */
export interface Span {
  from: number
  until: number
}

/** What has left a horn so far. A recording is complete about a second after its sound. */
export class Horn {
  readonly #recording: Recording

  private constructor(recording: Recording) {
    this.#recording = recording
  }

  static async of(member: { recordingPath: string }): Promise<Horn> {
    return new Horn(await readRecording(member.recordingPath))
  }

  /** The loudest window of 20 ms, full scale = 1. */
  loudness({ from, until }: Span): number {
    return Math.max(0, ...this.#levels({ from, until }))
  }

  isSilent(span: Span): boolean {
    return this.loudness(span) < AUDIBLE_MIN
  }

  /** Every stretch of sound within a span, in windows of 20 ms; pauses shorter than `pauseMsMax` are part of it. */
  sounds(span: Span, pauseMsMax = 60): Span[] {
    const found: Span[] = []
    for (const [index, level] of this.#levels(span).entries()) {
      if (level < AUDIBLE_MIN) continue
      const from = span.from + index * WINDOW_MS
      const last = found.at(-1)
      if (last && from - last.until <= pauseMsMax) last.until = from + WINDOW_MS
      else found.push({ from, until: from + WINDOW_MS })
    }
    return found
  }

  /** The frequency of a tone in `[at, at + 100 ms)`, by its zero crossings. */
  pitchHz(at: number): number {
    const samples = heardFrom(this.#recording, at, 4_800)
    let crossings = 0
    for (let index = 1; index < samples.length; index++) {
      if ((samples[index - 1] ?? 0) < 0 && (samples[index] ?? 0) >= 0) crossings += 1
    }
    return crossings * 10
  }

  #levels({ from, until }: Span): number[] {
    const samples = heardFrom(this.#recording, from, Math.max(0, Math.round((until - from) * 48)))
    const size = WINDOW_MS * 48
    return Array.from({ length: Math.floor(samples.length / size) }, (_, index) => {
      let energy = 0
      for (const sample of samples.subarray(index * size, (index + 1) * size)) energy += sample * sample
      return Math.sqrt(energy / size)
    })
  }
}
