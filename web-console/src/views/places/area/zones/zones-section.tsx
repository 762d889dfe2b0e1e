import { Button, Group, Stack, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { Zone } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PageSection } from '../../../../components/page/page-section.tsx'
import type { AreaPartProps } from '../area-panel.tsx'
import { ZoneDialog } from './zone-dialog.tsx'
import { ZoneLine } from './zone-line.tsx'

/** The named groups of clusters inside an area. */
export function ZonesSection({ area, known, mayWrite }: AreaPartProps & { mayWrite: boolean }) {
  const { t } = useTranslation('places')
  const [edited, setEdited] = useState<Zone | 'new' | null>(null)
  const zones = known.zones
    .filter(({ areaId }) => areaId === area.areaId)
    .toSorted((a, b) => a.name.localeCompare(b.name, 'vi'))
  return (
    <PageSection title={t('zones.title')}>
      <Stack gap="xs">
        <Text size="sm" c="dimmed">
          {t('zones.lead')}
        </Text>
        {zones.length === 0 && <Text>{t('zones.empty')}</Text>}
        <Stack component="ul" gap={4} p={0} m={0} style={{ listStyle: 'none' }}>
          {zones.map((zone) => (
            <ZoneLine
              key={zone.zoneId}
              zone={zone}
              clusterCount={
                known.clusters.filter(({ settings }) => settings.zones.includes(zone.zoneId)).length
              }
              mayWrite={mayWrite}
              onRename={() => setEdited(zone)}
            />
          ))}
        </Stack>
        {mayWrite && (
          <Group>
            <Button
              variant="default"
              leftSection={<IconPlus aria-hidden size={18} />}
              onClick={() => setEdited('new')}
            >
              {t('zones.add')}
            </Button>
          </Group>
        )}
      </Stack>
      {edited && (
        <ZoneDialog
          zone={edited === 'new' ? null : edited}
          areaId={area.areaId}
          onClose={() => setEdited(null)}
        />
      )}
    </PageSection>
  )
}
