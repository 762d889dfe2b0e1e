import type { CapStatus, EmergencyLine } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'

/** Whether anything but the real thing: an exercise, or a test of the line. */
export function isExercise(status: CapStatus): boolean {
  return status !== 'Actual'
}

/** The classes of a band or card, real or exercise. */
export function groundOf(status: CapStatus): string {
  return isExercise(status)
    ? 'tl-exercise-frame tl-exercise-stripes'
    : 'tl-emergency-frame tl-emergency-ground'
}

/** Mantine's colour of the acts. */
export function colorOf(status: CapStatus): 'stop' | 'exercise' {
  return isExercise(status) ? 'exercise' : 'stop'
}

/** DIỄN TẬP, on its own ground, wherever an exercise is named; nothing beside what is real. */
export function ExerciseWord({ status }: { status: CapStatus }) {
  const { t } = useTranslation('emergency')
  return isExercise(status) ? <span className="tl-exercise-word">{t('exerciseWord')}</span> : null
}

/** What an emergency is called in a header: an exercise says so first. */
export function useEmergencyTitle() {
  const { t } = useTranslation('emergency')
  return ({ status, event }: Pick<EmergencyLine, 'status' | 'event'>) =>
    t(isExercise(status) ? 'exerciseTitle' : 'realTitle', { event: t(`event.${event}`) })
}
