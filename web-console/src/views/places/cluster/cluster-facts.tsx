import { Stack, Text } from '@mantine/core'
import type { ClusterAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { QuietHoursWords } from '../../../components/quiet-hours/quiet-hours-words.tsx'
import type { KnownPlaces } from '../known-places.ts'
import { useOrigin } from '../model/use-origin.ts'
import { useSayOrigin } from '../model/use-say-origin.ts'

/** A cluster's settings to read, and as two versions of them are compared. */
export function ClusterFacts({ cluster, known }: { cluster: ClusterAnswer; known: KnownPlaces }) {
  const { t } = useTranslation('places')
  const { name, areaId, position, settings } = cluster
  const { volume, zones, isSpecialArea, quietHours } = settings
  const { from } = useSayOrigin(useOrigin('quietHours', { areas: known.areas, parentId: areaId }))
  const area = known.areas.find((each) => each.areaId === areaId)?.name
  const zoneNames = known.zones.filter(({ zoneId }) => zones.includes(zoneId)).map((zone) => zone.name)
  const timed = volume.byTimeOfDay.map((row) => `${row.from}–${row.until}: ${row.percent}%`)
  return (
    <Stack gap={4}>
      <Text fw={500}>{name}</Text>
      <Text size="sm">{area}</Text>
      <Text size="sm">
        {position ? `${position.latitude}, ${position.longitude}` : t('clusters.noPosition')}
      </Text>
      {zoneNames.length > 0 && (
        <Text size="sm">
          {t('cluster.zones')}: {zoneNames.join(', ')}
        </Text>
      )}
      <Text size="sm">
        {t('cluster.volume')}: {volume.defaultPercent}; {t('cluster.emergency')}: {volume.emergencyPercent};{' '}
        {t('cluster.cap')}: {volume.hardCapPercent}
      </Text>
      {timed.length > 0 && (
        <Text size="sm">
          {t('cluster.byTime')}: {timed.join('; ')}
        </Text>
      )}
      {isSpecialArea && <Text size="sm">{t('cluster.special')}</Text>}
      <Text size="sm" component="div">
        {t('cluster.quiet')}: {quietHours ? <QuietHoursWords quietHours={quietHours} /> : from}
      </Text>
    </Stack>
  )
}
