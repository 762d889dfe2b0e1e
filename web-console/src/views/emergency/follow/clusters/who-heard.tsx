import { SegmentedControl, Stack, Text } from '@mantine/core'
import type { EmergencyAnswer, EmergencyOutcome } from '@tieng-lang/protocol/browser'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LoadingState } from '../../../../components/page/loading-state.tsx'
import { PageSection } from '../../../../components/page/page-section.tsx'
import { HeardCounts } from './heard-counts.tsx'
import { HeardLine } from './heard-line.tsx'
import { inOrder, isUnresolved, WarningShape } from './outcome-looks.ts'

const OutcomeMap = lazy(() =>
  import('../../map/outcome-map.tsx').then(({ OutcomeMap }) => ({ default: OutcomeMap })),
)

/** Every targeted cluster: heard, played, refused and why, not reached, waiting. */
export function WhoHeard({ emergency }: { emergency: EmergencyAnswer }) {
  const { t } = useTranslation('emergency')
  const [shown, setShown] = useState<EmergencyOutcome | null>(null)
  const [view, setView] = useState('list')
  const { clusters, counts, emergencyId, sentAt } = emergency
  const lines = inOrder(clusters).filter(({ outcome }) => shown === null || outcome === shown)
  const unresolved = clusters.filter(isUnresolved).length
  return (
    <PageSection title={t('follow.whoHeard')}>
      <Stack gap="sm">
        <HeardCounts counts={counts} shown={shown} onShow={setShown} />
        {unresolved > 0 && (
          <Text c="var(--tl-fault)" fw={500} style={{ display: 'flex', gap: 6 }}>
            <WarningShape aria-hidden size={20} style={{ flex: 'none', marginTop: 2 }} />
            {t('resolve.open', { count: unresolved })}
          </Text>
        )}
        <SegmentedControl
          fullWidth
          aria-label={t('follow.whoHeard')}
          value={view}
          onChange={setView}
          data={[
            { value: 'list', label: t('follow.listView') },
            { value: 'map', label: t('follow.mapView') },
          ]}
        />
        {view === 'map' ? (
          <Suspense fallback={<LoadingState lines={2} />}>
            <OutcomeMap clusters={clusters} />
          </Suspense>
        ) : (
          <ul className="tl-plain-list" aria-label={t('follow.whoHeard')}>
            {lines.map((line) => (
              <HeardLine key={line.clusterId} line={line} emergencyId={emergencyId} sentAt={sentAt} />
            ))}
          </ul>
        )}
        {view === 'list' && lines.length === 0 && <Text c="dimmed">{t('follow.noneOfKind')}</Text>}
      </Stack>
    </PageSection>
  )
}
