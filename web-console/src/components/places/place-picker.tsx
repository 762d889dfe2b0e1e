import { SegmentedControl, Select, Stack } from '@mantine/core'
import type { Place } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClusters, useZones } from '../../api/queries.ts'
import { AreaPicker, byName } from './area-picker.tsx'

type PlaceKind = 'area' | 'zone' | 'cluster'

interface PlacePickerProps {
  value: Place | null
  onChange: (place: Place | null) => void
}

/** Where an order goes: an area with all below it, a zone, or one cluster. */
export function PlacePicker({ value, onChange }: PlacePickerProps) {
  const { t } = useTranslation('common')
  const [kind, setKind] = useState<PlaceKind>(value ? kindOf(value) : 'area')
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label={t('pick.kind')}
        value={kind}
        onChange={(next) => {
          setKind(next)
          onChange(null)
        }}
        data={[
          { value: 'area', label: t('pick.area') },
          { value: 'zone', label: t('pick.zone') },
          { value: 'cluster', label: t('pick.cluster') },
        ]}
      />
      {kind === 'area' && (
        <AreaPicker
          value={value && 'areaId' in value ? value.areaId : null}
          onChange={(areaId) => onChange(areaId === null ? null : { areaId })}
        />
      )}
      {kind === 'zone' && <ZonePicker value={value} onChange={onChange} />}
      {kind === 'cluster' && <ClusterPicker value={value} onChange={onChange} />}
    </Stack>
  )
}

function kindOf(place: Place): PlaceKind {
  if ('areaId' in place) return 'area'
  return 'zoneId' in place ? 'zone' : 'cluster'
}

function ZonePicker({ value, onChange }: PlacePickerProps) {
  const { t } = useTranslation('common')
  const { data: zones = [] } = useZones()
  return (
    <Select
      label={t('pick.zone')}
      nothingFoundMessage={t('pick.noAnswer')}
      searchable
      filter={byName}
      data={zones.map(({ zoneId, name }) => ({ value: zoneId, label: name }))}
      value={value && 'zoneId' in value ? value.zoneId : null}
      onChange={(zoneId) => onChange(zoneId === null ? null : { zoneId })}
    />
  )
}

function ClusterPicker({ value, onChange }: PlacePickerProps) {
  const { t } = useTranslation('common')
  const { data: clusters = [] } = useClusters()
  return (
    <Select
      label={t('pick.cluster')}
      nothingFoundMessage={t('pick.noAnswer')}
      searchable
      limit={100}
      filter={byName}
      data={clusters.map(({ clusterId, name }) => ({ value: clusterId, label: name }))}
      value={value && 'clusterId' in value ? value.clusterId : null}
      onChange={(clusterId) => onChange(clusterId === null ? null : { clusterId })}
    />
  )
}
