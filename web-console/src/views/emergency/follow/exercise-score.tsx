import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useExerciseScore } from '../../../api/emergencies/emergency-queries.ts'
import { PageSection } from '../../../components/page/page-section.tsx'

/** How well an exercise was heard, once it is over. */
export function ScoreSection({ emergencyId }: { emergencyId: string }) {
  const { t } = useTranslation('emergency')
  const { data: score } = useExerciseScore(emergencyId, true)
  if (!score) return null
  const { points, heard, targeted, proven, toSoundMs, accountedMs } = score
  return (
    <PageSection title={t('score.title')} note={t('score.how')}>
      <Text fw={600} size="xl" c="var(--tl-exercise)">
        {t('score.points', { points })}
      </Text>
      <Text>{t('score.heard', { heard, targeted, proven })}</Text>
      {toSoundMs && (
        <Text>{t('score.toSound', { half: seconds(toSoundMs.p50), slowest: seconds(toSoundMs.max) })}</Text>
      )}
      {accountedMs !== null && <Text>{t('score.accounted', { seconds: seconds(accountedMs) })}</Text>}
    </PageSection>
  )
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1)
}
