import { Stack, Text, Title } from '@mantine/core'
import type { AreaAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { areaPathOf } from '../../../components/places/area-tree.ts'
import { useMay } from '../../../session/session-context.ts'
import type { KnownPlaces } from '../known-places.ts'
import { AreaActs } from './area-acts.tsx'
import { AreaSettingsSection } from './area-settings-section.tsx'
import { ClustersSection } from './clusters/clusters-section.tsx'
import { ZonesSection } from './zones/zones-section.tsx'

export interface AreaPartProps {
  area: AreaAnswer
  known: KnownPlaces
}

/** The chosen area: what it is, what it hands down, its zones and its clusters. */
export function AreaPanel({ area, known }: AreaPartProps) {
  const { t } = useTranslation('places')
  const path = areaPathOf(known.areas, area.areaId)
  const mayLook = useMay('look', path)
  const mayWrite = useMay('tree.write', path)
  const above = path
    .slice(0, -1)
    .map((areaId) => known.areas.find((each) => each.areaId === areaId)?.name)
    .join(' › ')
  return (
    <Stack gap="md" component="section" aria-label={area.name}>
      <Stack gap={2}>
        {above && (
          <Text size="sm" c="dimmed">
            {above}
          </Text>
        )}
        <Title order={2}>{area.name}</Title>
        <Text size="sm" c="dimmed">
          {t('area.code')}: {area.code ?? t('area.noCode')}
        </Text>
      </Stack>
      {mayWrite && <AreaActs area={area} known={known} />}
      {!mayWrite && (
        <Text size="sm" c="dimmed">
          {t(mayLook ? 'area.readOnly' : 'area.aboveOnly')}
        </Text>
      )}
      {mayLook && (
        <>
          <ClustersSection area={area} known={known} />
          <AreaSettingsSection area={area} known={known} />
          <ZonesSection area={area} known={known} mayWrite={mayWrite} />
        </>
      )}
    </Stack>
  )
}
