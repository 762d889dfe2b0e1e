import type { Evidence } from '@tieng-lang/protocol'
import type { Readings } from './board.ts'

/** What one reading says about sound; the strongest of a playout is kept. */
export interface SoundSample {
  /** Highest current of any line. */
  lineCurrentA: number | null
  supplyCurrentA: number | null
  microphoneDb: number | null
}

/** A line that idles carries the noise of the amplifier, well below this. */
const LINE_CURRENT_A_MIN = 0.01
/** Rises over idle that speech at a low volume still makes, and that noise of a meter does not. */
const SUPPLY_RISE_A_MIN = 0.05
const MICROPHONE_RISE_DB_MIN = 10
const READINGS_MIN = 2

/** Picks from the readings of a board what can prove a sound. */
export function soundSample(readings: Readonly<Readings>): SoundSample {
  const currents = readings.lines.flatMap((line) => (line.currentA === null ? [] : [line.currentA]))
  return {
    lineCurrentA: currents.length === 0 ? null : Math.max(...currents),
    supplyCurrentA: readings.supplyCurrentA,
    microphoneDb: readings.microphoneDb,
  }
}

/**
 * By what the samples taken while a sound played prove that it was heard, the nearest to the horn's own work first:
 * line current, then supply current, then microphone. `idle` is a sample with the amplifier on and nothing playing;
 * without it, only line current can prove anything, since it is zero at rest. Twice at least, so that one spike of a
 * meter is no proof.
 */
export function evidenceOf(samples: readonly SoundSample[], idle: SoundSample | null): Evidence {
  const isProven = (value: (sample: SoundSample) => number | null, riseMin: number) => {
    const atRest = idle === null ? null : value(idle)
    if (atRest === null) return false
    return samples.filter((sample) => (value(sample) ?? 0) - atRest >= riseMin).length >= READINGS_MIN
  }
  const carrying = samples.filter((sample) => {
    return (sample.lineCurrentA ?? 0) - (idle?.lineCurrentA ?? 0) >= LINE_CURRENT_A_MIN
  })
  if (carrying.length >= READINGS_MIN) return 'lineCurrent'
  if (isProven((sample) => sample.supplyCurrentA, SUPPLY_RISE_A_MIN)) return 'supplyCurrent'
  if (isProven((sample) => sample.microphoneDb, MICROPHONE_RISE_DB_MIN)) return 'microphone'
  return 'none'
}
