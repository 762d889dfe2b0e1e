import { Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ClusterAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { StateBadge } from '../../../../components/state-badge.tsx'
import type { KnownPlaces } from '../../known-places.ts'

interface ClusterLineProps {
  cluster: ClusterAnswer
  known: KnownPlaces
  mayWrite: boolean
  onEnrol: () => void
}

/** One cluster: where it stands and what is particular about it. */
export function ClusterLine({ cluster, known, mayWrite, onEnrol }: ClusterLineProps) {
  const { t } = useTranslation('places')
  const { clusterId, areaId, name, device } = cluster
  const open = { khu: areaId, cum: clusterId }
  return (
    <Group
      component="li"
      justify="space-between"
      align="flex-start"
      gap="xs"
      py="xs"
      style={{ borderTop: '1px solid var(--tl-line)' }}
    >
      <Stack gap={2} flex="1 1 14rem" miw={0}>
        <Group gap="sm">
          <Anchor
            fw={500}
            renderRoot={(props) => <Link to="/cum-loa/$clusterId" params={{ clusterId }} {...props} />}
          >
            {name}
          </Anchor>
          <StateBadge
            tone={device ? 'good' : 'none'}
            label={t(device ? 'clusters.enrolled' : 'clusters.notEnrolled')}
          />
        </Group>
        <ClusterLineFacts cluster={cluster} known={known} />
      </Stack>
      <Group gap="xs">
        <Button
          variant="default"
          size="sm"
          aria-label={t('clusters.settingsOf', { name })}
          renderRoot={(props) => <Link to="/dia-ban" search={open} resetScroll={false} {...props} />}
        >
          {t('clusters.settings')}
        </Button>
        {mayWrite && (
          <Button variant="default" size="sm" aria-label={t('clusters.codeOf', { name })} onClick={onEnrol}>
            {t('clusters.code')}
          </Button>
        )}
      </Group>
    </Group>
  )
}

function ClusterLineFacts({ cluster, known }: Pick<ClusterLineProps, 'cluster' | 'known'>) {
  const { t } = useTranslation('places')
  const { settings, position, movingFromAreaId } = cluster
  const movingFrom = known.areas.find(({ areaId }) => areaId === movingFromAreaId)?.name
  const facts = [
    t('clusters.volume', { percent: settings.volume.defaultPercent }),
    ...known.zones.filter(({ zoneId }) => settings.zones.includes(zoneId)).map((zone) => zone.name),
    settings.quietHours && t('clusters.ownQuiet'),
    settings.isSpecialArea && t('clusters.special'),
    position ? `${position.latitude.toFixed(5)}, ${position.longitude.toFixed(5)}` : t('clusters.noPosition'),
    movingFrom && t('clusters.moving', { name: movingFrom }),
  ]
  return (
    <Text size="sm" c="dimmed">
      {facts.filter(Boolean).join(' · ')}
    </Text>
  )
}
