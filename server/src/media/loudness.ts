import { CodedError } from '@tieng-lang/protocol'

/** Where every bulletin is brought to: EBU R128 integrated loudness and true peak (DESIGN §5). */
export const TARGET_LUFS = -16
const CEILING_DBTP = -3
/** More than this is not taken off the peaks: speech would sound crushed. The gain is lowered instead. */
const LIMITED_DB_MAX = 6
const LOUDNESS_TOLERANCE_LU = 1
const STORED_PEAK_DBTP_MAX = 0

/** Below this, R128's absolute gate has left next to nothing: there is no voice on the recording. */
const SILENT_LUFS = -60
/** R128 measures blocks of 400 ms: less cannot be measured. */
const MEASURABLE_MS_MIN = 400

export interface Measurement {
  integratedLufs: number
  truePeakDbtp: number
  /** At 48 kHz. */
  samples: number
}

export interface Levelling {
  gainDb: number
  /** With more than this, over `LIMITED_DB_MAX` would be taken off the peaks. */
  gainDbMax: number
  ceilingDbtp: number
  isGainLowered: boolean
}

/** Reads the summaries of ffmpeg's `ebur128` and `astats` at the end of a run. Throws `measurementFailed`. */
export function readMeasurement(report: string): Measurement {
  return { ...readLoudness(report), samples: lastNumber(report, /Number of samples: (\d+)/g) }
}

/** The summary of `ebur128` alone. Throws `measurementFailed`. */
export function readLoudness(report: string): Omit<Measurement, 'samples'> {
  return {
    integratedLufs: lastNumber(report, /^\s*I:\s+(-?[\d.]+|-inf|nan) LUFS/gm),
    truePeakDbtp: lastNumber(report, /^\s*Peak:\s+(-?[\d.]+|-inf|nan) dBFS/gm),
  }
}

/** The one gain for this recording. Throws `tooShort` and `silent`. */
export function planLevelling({ integratedLufs, truePeakDbtp, samples }: Measurement): Levelling {
  if (samples < MEASURABLE_MS_MIN * 48)
    throw new CodedError('tooShort', `shorter than ${MEASURABLE_MS_MIN} ms`)
  if (!(integratedLufs > SILENT_LUFS)) throw new CodedError('silent', 'there is no sound on this recording')
  const wantedDb = TARGET_LUFS - integratedLufs
  const gainDbMax = CEILING_DBTP + LIMITED_DB_MAX - truePeakDbtp
  const gainDb = Math.min(wantedDb, gainDbMax)
  return { gainDb, gainDbMax, ceilingDbtp: CEILING_DBTP, isGainLowered: gainDb < wantedDb }
}

/** Where the limiter works, a decibel of gain brings about half a unit of loudness (*measured* on speech). */
const LU_PER_LIMITED_DB = 0.5
const PEAK_MARGIN_DB = 0.3

/**
 * Looks at what was stored: good, or what to do otherwise in one further try. Below the target is good only where the
 * gain was lowered for the sake of the peaks; the bulletin then says so.
 */
export function correctLevelling(plan: Levelling, stored: Measurement): 'good' | Levelling {
  const missingLu = TARGET_LUFS - stored.integratedLufs
  const overDb = stored.truePeakDbtp - STORED_PEAK_DBTP_MAX
  const isTooSoft = missingLu > LOUDNESS_TOLERANCE_LU && !plan.isGainLowered
  const isTooLoud = missingLu < -LOUDNESS_TOLERANCE_LU
  if (!isTooSoft && !isTooLoud && overDb <= 0) return 'good'
  const changeDb = isTooSoft ? missingLu / LU_PER_LIMITED_DB : isTooLoud ? missingLu : 0
  const gainDb = Math.min(plan.gainDb + changeDb, plan.gainDbMax)
  return {
    ...plan,
    gainDb,
    ceilingDbtp: overDb > 0 ? plan.ceilingDbtp - overDb - PEAK_MARGIN_DB : plan.ceilingDbtp,
    isGainLowered: plan.isGainLowered || gainDb < plan.gainDb + changeDb,
  }
}

function lastNumber(report: string, expression: RegExp): number {
  const text = [...report.matchAll(expression)].at(-1)?.[1]
  if (text === undefined) throw new CodedError('measurementFailed', 'ffmpeg reported no loudness')
  return text === '-inf' ? Number.NEGATIVE_INFINITY : Number(text)
}
