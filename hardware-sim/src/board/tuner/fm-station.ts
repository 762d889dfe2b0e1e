import { decodeAudio } from '../../listening/recording.ts'

const TONE_PEAK = 0.3
const SAMPLES_PER_MS = 48

/** What is on the air at a frequency: a tone, or a recording that begins again when it is over. */
export type FmStationOptions = { frequencyKhz: number } & ({ toneHz: number } | { audioPath: string })

/** Its signal at an instant of true time (ms), full scale ±1: the same for every tuner that listens. */
export type FmSignal = (trueMs: number) => number

/** Reads a station's recording, where it has one. Rejects with what ffmpeg said. */
export async function fmSignal(station: FmStationOptions): Promise<FmSignal> {
  if ('toneHz' in station) {
    const turnsPerMs = (2 * Math.PI * station.toneHz) / 1_000
    return (trueMs) => TONE_PEAK * Math.sin(turnsPerMs * trueMs)
  }
  const pcm = await decodeAudio(station.audioPath)
  return (trueMs) => {
    const at = (trueMs * SAMPLES_PER_MS) % pcm.length
    const whole = Math.floor(at)
    const here = pcm[whole] ?? 0
    return here + (at - whole) * ((pcm[(whole + 1) % pcm.length] ?? 0) - here)
  }
}
