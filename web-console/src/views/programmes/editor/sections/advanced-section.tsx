import { NumberInput, Radio, Stack, Switch } from '@mantine/core'
import type { Resumption } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import type { ProgrammeForm } from '../../model/programme-form.ts'
import { FoldedSection } from './folded-section.tsx'
import type { SectionProps } from './section.tsx'

const RESUMPTIONS: readonly Resumption[] = ['resume', 'restart', 'drop']
const LATENESS_MINUTES_MAX = 12 * 60
const DEFAULT_VOLUME_PERCENT = 60

/** Lateness, what follows an interruption, cutting, volume: right for most as they are. */
export function AdvancedSection({ form, change }: SectionProps<ProgrammeForm>) {
  const { t } = useTranslation('programmes')
  return (
    <FoldedSection title={t('advanced.title')} lead={t('advanced.lead')} isOpenFirst={false}>
      <Stack gap="lg">
        <NumberInput
          size="md"
          maw={320}
          label={t('advanced.lateness')}
          description={t('advanced.latenessHint')}
          min={0}
          max={LATENESS_MINUTES_MAX}
          suffix={t('advanced.minutes')}
          value={form.latenessMinutes}
          onChange={(value) => typeof value === 'number' && change({ latenessMinutes: value })}
        />
        <Radio.Group
          label={t('advanced.interrupted')}
          value={form.onInterrupted}
          onChange={(onInterrupted) => change({ onInterrupted })}
        >
          <Stack gap="xs" mt="xs">
            {RESUMPTIONS.map((value) => (
              <Radio key={value} value={value} label={t(`advanced.${value}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Switch
          label={t('advanced.mayBeCut')}
          description={t('advanced.mayBeCutHint')}
          checked={form.mayBeCut}
          onChange={({ currentTarget }) => change({ mayBeCut: currentTarget.checked })}
        />
        <VolumeFields form={form} change={change} />
      </Stack>
    </FoldedSection>
  )
}

function VolumeFields({ form: { volumePercent }, change }: SectionProps<ProgrammeForm>) {
  const { t } = useTranslation('programmes')
  return (
    <Stack gap="xs">
      <Switch
        label={t('advanced.ownVolume')}
        description={t('advanced.ownVolumeHint')}
        checked={volumePercent !== null}
        onChange={({ currentTarget }) =>
          change({ volumePercent: currentTarget.checked ? DEFAULT_VOLUME_PERCENT : null })
        }
      />
      {volumePercent !== null && (
        <NumberInput
          size="md"
          maw={160}
          label={t('advanced.volume')}
          min={0}
          max={100}
          suffix=" %"
          allowDecimal={false}
          value={volumePercent}
          onChange={(value) => typeof value === 'number' && change({ volumePercent: value })}
        />
      )}
    </Stack>
  )
}
