import { Select, Text } from '@mantine/core'
import type { ProgrammeBody, ProgrammeTargets } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAreas, useClusters } from '../../../../api/queries.ts'
import { NextDay } from '../../../../components/next-day/next-day.tsx'
import { byName } from '../../../../components/places/area-picker.tsx'
import { reachedClusters } from '../../model/reached-clusters.ts'
import { Section } from '../sections/section.tsx'

interface DayAheadPanelProps {
  targets: ProgrammeTargets
  draft: ProgrammeBody | undefined
  /** Whoever may not write sees the day as it is approved. */
  mayWrite: boolean
}

/** "24 giờ tới của một cụm loa": what one of the clusters reached would then sound. */
export function DayAheadPanel({ targets, draft, mayWrite }: DayAheadPanelProps) {
  const { t } = useTranslation('programmes')
  const { t: common } = useTranslation('common')
  const { data: areas = [] } = useAreas()
  const { data: clusters = [] } = useClusters()
  const [chosen, setChosen] = useState<string | null>(null)
  const reached = reachedClusters(targets, { areas, clusters })
  const cluster = reached.find(({ clusterId }) => clusterId === chosen) ?? reached[0]
  return (
    <Section title={t('nextDay.panel')}>
      <Select
        label={common('pick.cluster')}
        description={t('nextDay.panelLead')}
        searchable
        limit={100}
        filter={byName}
        allowDeselect={false}
        nothingFoundMessage={common('pick.noAnswer')}
        data={reached.map(({ clusterId, name }) => ({ value: clusterId, label: name }))}
        value={cluster?.clusterId ?? null}
        onChange={setChosen}
      />
      {cluster && (draft || !mayWrite) ? (
        <NextDay clusterId={cluster.clusterId} {...(mayWrite && draft && { draft })} />
      ) : (
        <Text c="dimmed">{t('nextDay.notYet')}</Text>
      )}
    </Section>
  )
}
