import { CodedError } from '@tieng-lang/protocol'

/** As many as `Waveform.peaks` takes. */
const PEAKS_MAX = 2_000
/** 20 ms at 48 kHz: a shorter stretch shows nothing. */
const STRETCH_SAMPLES_MIN = 960
const FULL_SCALE = 255

/** How long a stretch must be for that many samples to make at most `PEAKS_MAX` of them. */
export function stretchSamplesFor(samples: number): number {
  // One second more: the encoder may add a frame, and a stretch too many would not fit.
  return Math.max(STRETCH_SAMPLES_MIN, Math.ceil((samples + 48_000) / PEAKS_MAX))
}

/** What ffmpeg printed of every stretch: its peak (0-255) and how many samples there were in all. Throws `measurementFailed`. */
export function readStretches(report: string): { peaks: Uint8Array; samples: number } {
  const levels = [...report.matchAll(/Peak_level=(-?[\d.]+|-?inf|nan)$/gm)].map(([, text]) => text)
  const lengths = [...report.matchAll(/Number_of_samples=([\d.]+)$/gm)].map(([, text]) => Number(text))
  if (levels.length === 0 || levels.length !== lengths.length || levels.length > PEAKS_MAX)
    throw new CodedError('measurementFailed', 'ffmpeg reported no stretches')
  return {
    peaks: Uint8Array.from(levels, (text) => peakOf(Number(text))),
    samples: lengths.reduce((sum, length) => sum + length, 0),
  }
}

/** Digital silence is `-inf`, which is no number to `Number`. */
function peakOf(levelDb: number): number {
  if (Number.isNaN(levelDb)) return 0
  return Math.min(FULL_SCALE, Math.round(10 ** (levelDb / 20) * FULL_SCALE))
}
