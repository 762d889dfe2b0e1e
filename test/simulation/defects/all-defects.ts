import { DEAF_TO_SILENCE } from './agent/deaf-to-silence.ts'
import { DEAF_TO_LAST_WORDS, DEAF_TO_VOICES } from './agent/deaf-to-voices.ts'
import { DEAF_TO_ENDS, DEAF_TO_WARNINGS } from './agent/deaf-to-warnings.ts'
import { ENDLESS_VOICE } from './agent/endless-voice.ts'
import { EXERCISE_IN_EARNEST } from './agent/exercise-in-earnest.ts'
import { FORGED_PLAN } from './agent/forged-plan.ts'
import { FORGETFUL_OUTBOX } from './agent/forgetful-outbox.ts'
import { FORGETFUL_STATE } from './agent/forgetful-state.ts'
import { LEAKING_TIMERS } from './agent/leaking-timers.ts'
import { LYING_CLOCK } from './agent/lying-clock.ts'
import { NO_QUIET_HOURS, VOICE_INTO_QUIET_HOURS } from './agent/no-quiet-hours.ts'
import { OTHER_RESUMPTION } from './agent/other-resumption.ts'
import { VOICE_FOR_A_WARNING } from './agent/voice-for-a-warning.ts'
import type { Defect } from './defect.ts'
import { ECHOING_HORN } from './horn/echoing-horn.ts'
import { FALLING_SILENT_HORN } from './horn/falling-silent-horn.ts'
import { TRAILING_VOICE } from './horn/trailing-voice.ts'
import { FORGOTTEN_STOP } from './server/forgotten-stop.ts'
import { GROWING_TABLE } from './server/growing-table.ts'
import { HALVED_VOICES } from './server/halved-voices.ts'
import { LEFT_OUT_LISTENER } from './server/left-out-listener.ts'
import { SELF_APPROVAL } from './server/self-approval.ts'
import { STUCK_SENDER } from './server/stuck-sender.ts'
import { VANISHING_RECORDS } from './server/vanishing-records.ts'
import { WITHHELD_PLANS, WITHHELD_RECEIPTS } from './server/withheld-documents.ts'

/** At least one for each invariant. */
export const DEFECTS: readonly Defect[] = [
  FORGED_PLAN,
  NO_QUIET_HOURS,
  LYING_CLOCK,
  ECHOING_HORN,
  FORGETFUL_STATE,
  SELF_APPROVAL,
  WITHHELD_PLANS,
  FORGOTTEN_STOP,
  VANISHING_RECORDS,
  FORGETFUL_OUTBOX,
  FALLING_SILENT_HORN,
  WITHHELD_RECEIPTS,
  LEAKING_TIMERS,
  GROWING_TABLE,
  DEAF_TO_WARNINGS,
  DEAF_TO_ENDS,
  EXERCISE_IN_EARNEST,
  DEAF_TO_SILENCE,
  ENDLESS_VOICE,
  DEAF_TO_LAST_WORDS,
  DEAF_TO_VOICES,
  STUCK_SENDER,
  LEFT_OUT_LISTENER,
  TRAILING_VOICE,
  VOICE_INTO_QUIET_HOURS,
  VOICE_FOR_A_WARNING,
  HALVED_VOICES,
  OTHER_RESUMPTION,
]
