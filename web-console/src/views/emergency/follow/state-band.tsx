import { Text } from '@mantine/core'
import type { EmergencyAnswer, EmergencyLine } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { isOpen } from '../../../api/emergencies/emergency-queries.ts'
import { EventMark } from '../../../components/emergency/event-mark.tsx'
import { ExerciseWord, groundOf, isExercise } from '../../../components/emergency/status-look.tsx'
import { useTimes } from '../../../i18n/use-times.ts'
import { nextSoundingAt } from './next-sounding.ts'

/** The state in large words: what, where, whether it sounds, until when. */
export function StateBand({ emergency }: { emergency: EmergencyAnswer }) {
  const { t } = useTranslation('emergency')
  const times = useTimes(1_000)
  const { event, status, areaNames, counts, edition, clusters, brokeGlass } = emergency
  const sounding = clusters.filter(({ isSounding }) => isSounding).length
  const heard = counts.heard + counts.playedNotProven
  const ground = isOpen(emergency) ? groundOf(status) : quietGround(status)
  return (
    <div className={`tl-emergency-band ${ground}`}>
      <EventMark event={event} sizePx={52} />
      <div style={{ flex: 1, minWidth: 0 }}>
        <ExerciseWord status={status} />
        {/* Read out when it turns; the numbers beside it change too often for that. */}
        <Text fw={600} size="xl" lh={1.25} role="status">
          {stateWords(t, emergency)}
        </Text>
        <Text fw={500} c="var(--mantine-color-text)">
          {areaNames.join(', ')} · {t('follow.heardOf', { heard, targeted: counts.targeted })}
        </Text>
        <Text size="sm" c="var(--mantine-color-text)">
          {[
            sounding > 0 && t('follow.sounding', { count: sounding }),
            edition > 1 && t('follow.edition', { edition }),
            ...timeWords(),
            brokeGlass && t('follow.brokeGlass'),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </div>
    </div>
  )

  function timeWords(): string[] {
    const { state, endedAt, expiresAt } = emergency
    if (state === 'active') {
      const nextAt = nextSoundingAt(emergency, times.nowAt)
      const next =
        nextAt === null ? t('follow.noMore') : t('follow.untilNext', { time: times.timeOfDay(nextAt) })
      return [next, t('follow.expires', { time: times.instant(expiresAt) })]
    }
    return endedAt === null ? [] : [t('follow.endedAt', { time: times.instant(endedAt) })]
  }
}

type SayEmergency = ReturnType<typeof useTranslation<'emergency'>>['t']

function stateWords(t: SayEmergency, { state, status }: Pick<EmergencyLine, 'state' | 'status'>): string {
  if (isExercise(status) && state === 'active') return t('activeExercise')
  if (isExercise(status) && state === 'ended') return t('endedExercise')
  return t(`state.${state}`)
}

/** What is over is no alarm any more; an exercise still looks like one. */
function quietGround(status: EmergencyLine['status']): string {
  return isExercise(status) ? groundOf(status) : 'tl-surface'
}
