import { Button, Stack, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { ClusterAnswer } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PageSection } from '../../../../components/page/page-section.tsx'
import { areaPathOf, areasWithin } from '../../../../components/places/area-tree.ts'
import { useMay } from '../../../../session/session-context.ts'
import { AddClusterDialog } from '../../cluster/add-cluster-dialog.tsx'
import { EnrolmentDialog } from '../../enrolment/enrolment-dialog.tsx'
import type { AreaPartProps } from '../area-panel.tsx'
import { ClusterLine } from './cluster-line.tsx'

const SHOWN_FIRST = 50

/** The clusters that stand in the area itself. */
export function ClustersSection({ area, known }: AreaPartProps) {
  const { t } = useTranslation('places')
  const { t: common } = useTranslation('common')
  const path = areaPathOf(known.areas, area.areaId)
  const mayAdd = useMay('tree.write', path)
  const mayWrite = useMay('cluster.write', path)
  const [isAdding, setAdding] = useState(false)
  const [enrolled, setEnrolled] = useState<ClusterAnswer | null>(null)
  const [shown, setShown] = useState(SHOWN_FIRST)
  const within = areasWithin(known.areas, area.areaId)
  const inside = known.clusters.filter(({ areaId }) => within.has(areaId))
  const here = inside
    .filter(({ areaId }) => areaId === area.areaId)
    .toSorted((a, b) => a.name.localeCompare(b.name, 'vi', { numeric: true }))
  const below = inside.length - here.length
  return (
    <PageSection
      title={t('clusters.title')}
      note={
        mayAdd && (
          <Button leftSection={<IconPlus aria-hidden size={18} />} onClick={() => setAdding(true)}>
            {t('clusters.add')}
          </Button>
        )
      }
    >
      <Stack gap="xs">
        {here.length === 0 && <Text>{t('clusters.empty')}</Text>}
        <Stack component="ul" gap={0} p={0} m={0} style={{ listStyle: 'none' }}>
          {here.slice(0, shown).map((cluster) => (
            <ClusterLine
              key={cluster.clusterId}
              cluster={cluster}
              known={known}
              mayWrite={mayWrite}
              onEnrol={() => setEnrolled(cluster)}
            />
          ))}
        </Stack>
        {here.length > shown && (
          <Button variant="default" onClick={() => setShown(shown + SHOWN_FIRST)}>
            {common('more')}
          </Button>
        )}
        {below > 0 && (
          <Text size="sm" c="dimmed">
            {t('clusters.below', { count: below })}
          </Text>
        )}
      </Stack>
      {isAdding && <AddClusterDialog area={area} onClose={() => setAdding(false)} />}
      {enrolled && <EnrolmentDialog cluster={enrolled} onClose={() => setEnrolled(null)} />}
    </PageSection>
  )
}
