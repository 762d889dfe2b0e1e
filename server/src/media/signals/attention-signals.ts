import type { EmergencyEvent } from '@tieng-lang/protocol'
import { callingNotes, fallingChime, ironStrokes, risingChime, softGong } from './bells.ts'
import { levelled, type Pcm } from './pcm.ts'
import { longBlasts, pairedBeeps, threePulseSweep, twoTone, wail, yelp } from './sirens.ts'

/** What is sounded before words: each situation its own, told apart by ear alone. */
export type SignalName = EmergencyEvent | 'exercise' | 'allClear' | 'correction'

interface Signal {
  make: () => Pcm
  /** Of full scale. A siren is 4 dB above the voice that follows; whatever says that all is well is below it. */
  rmsDb: number
}

const SIREN_DB = -12
const CALLING_DB = -16
const SOFT_DB = -24

const SIGNALS: Readonly<Record<SignalName, Signal>> = {
  storm: { make: wail, rmsDb: SIREN_DB },
  flood: { make: twoTone, rmsDb: SIREN_DB },
  flashFlood: { make: yelp, rmsDb: SIREN_DB },
  fire: { make: ironStrokes, rmsDb: SIREN_DB },
  damRelease: { make: longBlasts, rmsDb: SIREN_DB },
  epidemic: { make: fallingChime, rmsDb: CALLING_DB },
  missingPerson: { make: pairedBeeps, rmsDb: CALLING_DB },
  evacuation: { make: threePulseSweep, rmsDb: SIREN_DB },
  exercise: { make: softGong, rmsDb: SOFT_DB },
  allClear: { make: risingChime, rmsDb: SOFT_DB },
  correction: { make: callingNotes, rmsDb: SOFT_DB },
}

/** The signal, 3-10 s, within a horn's range, its peaks under −4.5 dBFS. Always the same samples. */
export function attentionSignal(name: SignalName): Pcm {
  const { make, rmsDb } = SIGNALS[name]
  return levelled(make(), rmsDb)
}
