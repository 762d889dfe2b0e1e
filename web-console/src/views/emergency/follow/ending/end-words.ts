import type { CapStatus, EmergencyEnd } from '@tieng-lang/protocol/browser'
import { isExercise } from '../../../../components/emergency/status-look.tsx'

/** By which words an end is called: of an exercise there is no danger that could be over. */
export function endWords(how: EmergencyEnd['how'], status: CapStatus): EmergencyEnd['how'] | 'finish' {
  return how === 'allClear' && isExercise(status) ? 'finish' : how
}
