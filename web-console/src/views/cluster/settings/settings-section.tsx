import { Anchor, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { AreaAnswer, ClusterAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { useZones } from '../../../api/queries.ts'
import { FactLine, PageSection } from '../../../components/page/page-section.tsx'
import { QuietHoursWords } from '../../../components/quiet-hours/quiet-hours-words.tsx'
import { Say } from '../../../components/say.tsx'
import { type SettingSource, sourceOf } from './say-settings.ts'

/** How the cluster is set up, and from where each setting comes. */
export function SettingsSection({
  cluster,
  areas,
}: {
  cluster: ClusterAnswer
  areas: readonly AreaAnswer[]
}) {
  const { t } = useTranslation('cluster')
  const { data: zones = [] } = useZones()
  const { clusterId, settings, effective, position, device } = cluster
  const { volume } = settings
  const zoneNames = zones.filter(({ zoneId }) => settings.zones.includes(zoneId)).map(({ name }) => name)
  return (
    <PageSection
      title={t('settings.title')}
      note={
        <Anchor renderRoot={(props) => <Link to="/dia-ban" search={{ cum: clusterId }} {...props} />}>
          {t('settings.edit')}
        </Anchor>
      }
    >
      <Stack component="dl" gap={4} m={0}>
        <FactLine name={t('settings.volume')}>{volume.defaultPercent}%</FactLine>
        {volume.byTimeOfDay.length > 0 && (
          <FactLine name={t('settings.byTime')}>
            {volume.byTimeOfDay.map(({ from, until, percent }) => `${from}–${until}: ${percent}%`).join('; ')}
          </FactLine>
        )}
        <FactLine name={t('settings.emergency')}>{volume.emergencyPercent}%</FactLine>
        <FactLine name={t('settings.cap')}>{volume.hardCapPercent}%</FactLine>
        <FactLine name={t('settings.quiet')}>
          <QuietHoursWords quietHours={effective.quietHours} />
          <Source source={sourceOf('quietHours', cluster, areas)} />
        </FactLine>
        <FactLine name={t('settings.timeZone')}>
          {effective.timeZone}
          <Source source={sourceOf('timeZone', cluster, areas)} />
        </FactLine>
        {zoneNames.length > 0 && <FactLine name={t('settings.zones')}>{zoneNames.join(', ')}</FactLine>}
        {position && (
          <FactLine name={t('settings.position')}>
            {position.latitude.toFixed(5)}, {position.longitude.toFixed(5)}
          </FactLine>
        )}
        {device && (
          <FactLine name={t('settings.enrolled')}>
            <Say at={device.enrolledAt} />
          </FactLine>
        )}
      </Stack>
    </PageSection>
  )
}

function Source({ source }: { source: SettingSource }) {
  const { t } = useTranslation('cluster')
  const words = {
    cluster: () => t('settings.fromCluster'),
    server: () => t('settings.fromServer'),
    area: () => t('settings.fromArea', { name: source.kind === 'area' ? source.name : '' }),
  }
  return (
    <Text span inherit c="dimmed" display="block">
      {words[source.kind]()}
    </Text>
  )
}
