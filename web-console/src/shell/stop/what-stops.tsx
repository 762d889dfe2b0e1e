import { Text } from '@mantine/core'
import type { Place } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { soundingList } from '../../components/cluster-state/sounding-list.ts'
import { useClustersAt } from '../../components/orders/clusters-at.ts'

const SHOWN_MAX = 4

/** What sounds at a place now and would fall silent. */
export function WhatStops({ place, broadcastId }: { place: Place | null; broadcastId: string | null }) {
  const { t } = useTranslation('shell')
  const states = useClustersAt(place)
  if (place === null) return <Text c="dimmed">{t('stop.choosePlace')}</Text>
  const all = soundingList(states)
  const soundings = broadcastId === null ? all : all.filter((each) => each.broadcastId === broadcastId)
  if (soundings.length === 0) return <Text c="dimmed">{t('stop.nothingSounds')}</Text>
  return (
    <div>
      <Text fw={500}>{t('stop.willStop')}</Text>
      <ul style={{ margin: 0, paddingInlineStart: '1.25rem' }}>
        {soundings.slice(0, SHOWN_MAX).map(({ title, clusterCount, broadcastId }) => (
          <li key={`${broadcastId} ${title}`}>{t('stop.soundingOn', { title, count: clusterCount })}</li>
        ))}
      </ul>
      {soundings.length > SHOWN_MAX && (
        <Text size="sm">{t('now.andMore', { count: soundings.length - SHOWN_MAX })}</Text>
      )}
    </div>
  )
}
