import type { Loudness } from '@tieng-lang/protocol/browser'
import type { TFunction } from 'i18next'

/** To what every bulletin is brought (DESIGN: intake), and how far from it nobody hears a difference. */
const TARGET_LUFS = -16
const SAME_LU = 1.5
/** From here on people turn an ear towards the horn: it is worth recording again. */
const SOFT_LU = 4

/** A number as people write it: one digit after the sign at most, with a real minus. */
export function sayDb(value: number, language: string): string {
  const text = new Intl.NumberFormat(language, { maximumFractionDigits: 1, signDisplay: 'negative' }).format(
    value,
  )
  return text.replace('-', '−')
}

/** What was done to the loudness, in one sentence: "Đã tăng 6 dB, to bằng các bản tin khác; đỉnh −3 dBTP." */
export function sayLoudness(t: TFunction<'bulletins'>, loudness: Loudness, language: string): string {
  const { storedLufs, storedTruePeakDbtp } = loudness
  const off = storedLufs - TARGET_LUFS
  const db = sayDb(Math.round(Math.abs(off)), language)
  const beside = t(`loudness.${besideOthers(off)}`, { db })
  const peak = t('loudness.peak', { db: sayDb(storedTruePeakDbtp, language) })
  return `${sayGain(t, loudness, language)}, ${beside}; ${peak}.`
}

function besideOthers(off: number): 'asOthers' | 'aboveOthers' | 'littleBelow' | 'belowOthers' {
  if (Math.abs(off) <= SAME_LU) return 'asOthers'
  if (off > 0) return 'aboveOthers'
  return off > -SOFT_LU ? 'littleBelow' : 'belowOthers'
}

function sayGain(t: TFunction<'bulletins'>, { gainDb }: Loudness, language: string): string {
  const db = sayDb(Math.round(Math.abs(gainDb)), language)
  if (Math.abs(gainDb) < 0.5) return t('loudness.kept')
  return t(gainDb > 0 ? 'loudness.louder' : 'loudness.softer', { db })
}
