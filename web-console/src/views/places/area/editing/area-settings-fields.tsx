import { Divider, Radio, Stack, Title } from '@mantine/core'
import type { AreaSettings, ReviewPolicy } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { clustersFollowing } from '../../model/handed-down.ts'
import { useOrigin } from '../../model/use-origin.ts'
import { useSayOrigin } from '../../model/use-say-origin.ts'
import { QuietHoursField } from '../../quiet/quiet-hours-field.tsx'
import { areSameQuietHours } from '../../quiet/quiet-windows.ts'
import type { AreaPartProps } from '../area-panel.tsx'
import { AdvancedFields, TimeZoneField } from './advanced-fields.tsx'
import { ConcernedClusters } from './concerned-clusters.tsx'
import { EmergencyButtonFields } from './emergency-button-fields.tsx'

interface AreaSettingsFieldsProps extends AreaPartProps {
  value: AreaSettings
  onChange: (settings: AreaSettings) => void
}

/** What an area hands down: quiet hours, review, the button on the pole, and the time zone, which hardly anybody needs. */
export function AreaSettingsFields({ area, known, value, onChange }: AreaSettingsFieldsProps) {
  const { t } = useTranslation('places')
  const above = { areas: known.areas, parentId: area.parentId }
  const quietOrigin = useOrigin('quietHours', above)
  const zoneOrigin = useOrigin('timeZone', above)
  const isQuietChanged = !areSameQuietHours(value.quietHours, area.settings.quietHours)
  const put = (part: { [Name in keyof AreaSettings]: AreaSettings[Name] | undefined }) =>
    // A setting that is undefined is one taken from above: `changeOfForm` leaves it out.
    onChange({ ...value, ...part } as AreaSettings)
  return (
    <Stack>
      <Divider />
      <Title order={3} size="h5">
        {t('settings.quiet')}
      </Title>
      <QuietHoursField
        value={value.quietHours}
        onChange={(quietHours) => put({ quietHours })}
        origin={quietOrigin}
      />
      {isQuietChanged && <ConcernedClusters {...clustersFollowing('quietHours', area.areaId, known)} />}
      <Divider />
      <ReviewField area={area} known={known} value={value.review} onChange={(review) => put({ review })} />
      <Divider />
      <EmergencyButtonFields area={area} known={known} value={value} onChange={put} />
      <AdvancedFields>
        <TimeZoneField
          value={value.timeZone}
          onChange={(timeZone) => put({ timeZone })}
          origin={zoneOrigin}
        />
      </AdvancedFields>
    </Stack>
  )
}

interface ReviewFieldProps extends AreaPartProps {
  value: ReviewPolicy | undefined
  onChange: (policy: ReviewPolicy | undefined) => void
}

function ReviewField({ area, known, value, onChange }: ReviewFieldProps) {
  const { t } = useTranslation('places')
  const origin = useOrigin('review', { areas: known.areas, parentId: area.parentId })
  const { inherit } = useSayOrigin(origin)
  const inherited = origin.kind === 'area' ? origin.value : 'twoPersons'
  const inheritedWords =
    origin.kind === 'above' ? inherit : `${inherit} (${t(`settings.reviewPolicy.${inherited}`)})`
  return (
    <Radio.Group
      label={t('settings.review')}
      value={value ?? 'inherit'}
      onChange={(choice) => onChange(choice === 'inherit' ? undefined : (choice as ReviewPolicy))}
    >
      <Stack gap="xs" pt="xs">
        <Radio size="md" value="inherit" label={inheritedWords} />
        <Radio size="md" value="twoPersons" label={t('settings.reviewPolicy.twoPersons')} />
        <Radio size="md" value="onePerson" label={t('settings.reviewPolicy.onePerson')} />
      </Stack>
    </Radio.Group>
  )
}
