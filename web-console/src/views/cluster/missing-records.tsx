import { Text } from '@mantine/core'
import type { ClusterStateAnswer, PlayoutGapAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { FactLine } from '../../components/page/page-section.tsx'
import { Say } from '../../components/say.tsx'

/** Which records of the cluster will never come, since when that is known, and what it had to drop itself. */
export function MissingRecords({
  state,
}: {
  state: Pick<ClusterStateAnswer, 'gapCount' | 'gaps' | 'health'>
}) {
  const { t } = useTranslation('cluster')
  const { gapCount, gaps, health } = state
  const lost = health?.outbox.lost ?? 0
  if (gapCount === 0 && lost === 0) return null
  return (
    <FactLine name={t('records.title')}>
      {gapCount > 0 && (
        <details open={gaps.length <= SHOWN_AT_ONCE}>
          <summary>{t('records.count', { count: gapCount })}</summary>
          <ul style={{ margin: 0, paddingLeft: '1.25rem' }}>
            {gaps.map((gap) => (
              <li key={`${gap.fromSequence} ${gap.noticedAt}`}>
                <Gap gap={gap} />
              </li>
            ))}
          </ul>
          <Text span inherit c="dimmed">
            {t('records.meaning')}
          </Text>
        </details>
      )}
      {lost > 0 && <Text inherit>{t('records.dropped', { count: lost })}</Text>}
    </FactLine>
  )
}

/** More gaps than this are opened by hand. */
const SHOWN_AT_ONCE = 3

function Gap({ gap }: { gap: PlayoutGapAnswer }) {
  const { t } = useTranslation('cluster')
  const { fromSequence: from, toSequence: to, missingCount, noticedAt } = gap
  const lateCount = to - from + 1 - missingCount
  return (
    <>
      {from === to ? t('records.one', { from }) : t('records.span', { from, to })}
      {lateCount > 0 && ` (${t('records.late', { count: lateCount })})`}
      {', '}
      {t('records.noticed')} <Say at={noticedAt} />
    </>
  )
}
