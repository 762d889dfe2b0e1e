import { Group, Text, Title } from '@mantine/core'
import { IconVolumeOff } from '@tabler/icons-react'
import type { AreaAnswer, ClusterState } from '@tieng-lang/protocol/browser'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { soonestNext, soundingList } from '../../../components/cluster-state/sounding-list.ts'
import { communeFinder } from '../../../components/places/communes.ts'
import { useTimes } from '../../../i18n/use-times.ts'
import { SoundingCard } from './sounding-card.tsx'

interface SoundingNowProps {
  clusters: readonly ClusterState[]
  areas: readonly AreaAnswer[]
}

/** What sounds now, where and until when; in silence, what comes next. */
export function SoundingNow({ clusters, areas }: SoundingNowProps) {
  const { t } = useTranslation('overview')
  const soundings = useMemo(() => soundingList(clusters), [clusters])
  const communeOf = useMemo(() => communeFinder(areas), [areas])
  return (
    <section aria-labelledby="now" style={{ marginBottom: '1.5rem' }}>
      <Title order={2} size="h4" id="now" mb="xs">
        {t('now.title')}
      </Title>
      {soundings.length === 0 && <Silence clusters={clusters} />}
      <div className="tl-sounding">
        {soundings.map((sounding) => {
          const names = sounding.areaIds.map((areaId) => communeOf(areaId)?.name ?? areaId)
          const key = `${sounding.broadcastId} ${sounding.title}`
          return <SoundingCard key={key} sounding={sounding} places={[...new Set(names)]} />
        })}
      </div>
    </section>
  )
}

function Silence({ clusters }: { clusters: readonly ClusterState[] }) {
  const { t } = useTranslation('overview')
  const times = useTimes()
  const next = useMemo(() => soonestNext(clusters), [clusters])
  return (
    <Group className="tl-surface" p="md" gap="sm" wrap="nowrap">
      <IconVolumeOff aria-hidden size={24} style={{ flex: 'none', color: 'var(--mantine-color-dimmed)' }} />
      <div>
        <Text>{t('now.silent')}</Text>
        {next && (
          <Text c="dimmed" title={times.exactly(next.dueAt)}>
            {t('now.nextAt', { time: times.instant(next.dueAt), title: next.title })}{' '}
            {t('now.onClusters', { count: next.clusterCount })}
          </Text>
        )}
      </div>
    </Group>
  )
}
