import { NumberInput, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { MEGAHERTZ_MAX, MEGAHERTZ_MIN } from './relay-form.ts'

const STEP_MEGAHERTZ = 0.1

interface FrequencyFieldProps {
  value: number | string
  /** What is wrong with it, once that has been asked for. */
  error: string | null
  onChange: (megahertz: number | string) => void
}

/** At which frequency the clusters are to receive a station themselves. */
export function FrequencyField({ value, error, onChange }: FrequencyFieldProps) {
  const { t, i18n } = useTranslation('relays')
  return (
    <>
      <NumberInput
        required
        label={t('frequency.label')}
        description={t('frequency.hint')}
        suffix={t('frequency.unit')}
        placeholder={`${MEGAHERTZ_MIN}`.replace('.', decimalOf(i18n.language))}
        decimalSeparator={decimalOf(i18n.language)}
        allowedDecimalSeparators={[',', '.']}
        decimalScale={2}
        min={MEGAHERTZ_MIN}
        max={MEGAHERTZ_MAX}
        step={STEP_MEGAHERTZ}
        clampBehavior="none"
        value={value}
        error={error}
        onChange={onChange}
      />
      <Text size="sm" c="dimmed">
        {t('frequency.noListen')}
      </Text>
    </>
  )
}

/** "87,5" in Vietnamese. */
function decimalOf(language: string): string {
  return new Intl.NumberFormat(language).format(0.5).includes(',') ? ',' : '.'
}
