import { Checkbox, Divider, MultiSelect, NumberInput, Stack, Text, Title } from '@mantine/core'
import type { ClusterAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { AreaPicker } from '../../../components/places/area-picker.tsx'
import { AdvancedFields, TimeZoneField } from '../area/editing/advanced-fields.tsx'
import type { KnownPlaces } from '../known-places.ts'
import { useOrigin } from '../model/use-origin.ts'
import { PlaceNameField } from '../place-name-field.tsx'
import { QuietHoursField } from '../quiet/quiet-hours-field.tsx'
import { type ClusterForm, inArea, zonesFor } from './cluster-form.ts'
import { PositionFields } from './position-fields.tsx'
import { VolumeFields } from './volume-fields.tsx'

interface ClusterFieldsProps {
  base: ClusterAnswer
  form: ClusterForm
  known: KnownPlaces
  onChange: (form: ClusterForm) => void
}

/** Everything that is set for one cluster. */
export function ClusterFields({ base, form, known, onChange }: ClusterFieldsProps) {
  const { t } = useTranslation('places')
  const put = (part: Partial<ClusterForm>) => onChange({ ...form, ...part })
  const above = { areas: known.areas, parentId: form.areaId }
  const quietOrigin = useOrigin('quietHours', above)
  const zoneOrigin = useOrigin('timeZone', above)
  return (
    <Stack>
      <PlaceNameField label={t('cluster.name')} value={form.name} onChange={(name) => put({ name })} />
      <WhereFields base={base} form={form} known={known} onChange={onChange} />
      <Part title={t('cluster.volumes')}>
        <VolumeFields value={form.volume} onChange={(volume) => put({ volume })} />
        <Checkbox
          size="md"
          label={t('cluster.special')}
          checked={form.isSpecialArea}
          onChange={(event) => put({ isSpecialArea: event.currentTarget.checked })}
        />
      </Part>
      <Part title={t('cluster.quiet')}>
        <QuietHoursField
          value={form.quietHours}
          onChange={(quietHours) => put({ quietHours })}
          origin={quietOrigin}
        />
      </Part>
      <AdvancedFields>
        <NumberInput
          size="md"
          label={t('cluster.cache')}
          description={t('cluster.cacheHint')}
          min={1}
          max={1_000_000}
          allowDecimal={false}
          clampBehavior="strict"
          value={form.cacheMegabytes}
          onChange={(typed) => typeof typed === 'number' && typed >= 1 && put({ cacheMegabytes: typed })}
        />
        <TimeZoneField
          label={t('cluster.timeZone')}
          value={form.timeZone}
          onChange={(timeZone) => put({ timeZone })}
          origin={zoneOrigin}
        />
      </AdvancedFields>
    </Stack>
  )
}

function WhereFields({ base, form, known, onChange }: ClusterFieldsProps) {
  const { t } = useTranslation('places')
  const zones = zonesFor(form.areaId, known.areas, known.zones)
  return (
    <Part title={t('cluster.where')}>
      <AreaPicker
        label={t('cluster.area')}
        value={form.areaId}
        onChange={(areaId) => areaId !== null && onChange(inArea(form, areaId, known))}
        allowDeselect={false}
      />
      {form.areaId !== base.areaId && (
        <Text size="sm" role="status">
          {t('cluster.moves')}
        </Text>
      )}
      <PositionFields value={form} onChange={(position) => onChange({ ...form, ...position })} />
      <MultiSelect
        size="md"
        label={t('cluster.zones')}
        description={t('cluster.zonesHint')}
        data={zones.map(({ zoneId, name }) => ({ value: zoneId, label: name }))}
        value={form.zones}
        onChange={(chosen) => onChange({ ...form, zones: chosen })}
        searchable
        clearable
      />
    </Part>
  )
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <>
      <Divider />
      <Title order={3} size="h5">
        {title}
      </Title>
      {children}
    </>
  )
}
