import { NumberInput, Radio, SimpleGrid, Stack, Text } from '@mantine/core'
import type { QuietHours } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { QuietHoursWords } from '../../../components/quiet-hours/quiet-hours-words.tsx'
import type { Origin } from '../model/handed-down.ts'
import { useSayOrigin } from '../model/use-say-origin.ts'
import { firstQuietHours } from './quiet-windows.ts'
import { QuietWindowsField } from './quiet-windows-field.tsx'

interface QuietHoursFieldProps {
  /** Undefined: taken from above. */
  value: QuietHours | undefined
  onChange: (quietHours: QuietHours | undefined) => void
  origin: Origin<QuietHours>
}

/** Quiet hours and session limits: from above, shown as they are there, or one's own. */
export function QuietHoursField({ value, onChange, origin }: QuietHoursFieldProps) {
  const { t } = useTranslation('places')
  const { inherit } = useSayOrigin(origin)
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('quiet.explain')}
      </Text>
      <Radio.Group
        aria-label={t('quiet.choice')}
        value={value ? 'own' : 'inherit'}
        onChange={(choice) => onChange(choice === 'own' ? firstQuietHours(origin) : undefined)}
      >
        <Stack gap="xs">
          <Radio size="md" value="inherit" label={inherit} />
          <Radio size="md" value="own" label={t('settings.ownChoice')} />
        </Stack>
      </Radio.Group>
      {value ? <OwnQuietHours value={value} onChange={onChange} /> : <FromAbove origin={origin} />}
    </Stack>
  )
}

function FromAbove({ origin }: { origin: Origin<QuietHours> }) {
  const { t } = useTranslation('places')
  if (origin.kind === 'above') return null
  return (
    <Text component="div" size="sm">
      {origin.kind === 'area' ? <QuietHoursWords quietHours={origin.value} /> : t('settings.serverQuiet')}
    </Text>
  )
}

function OwnQuietHours({ value, onChange }: { value: QuietHours; onChange: (value: QuietHours) => void }) {
  const { t } = useTranslation('places')
  const { sessionMinutesMax, sessionsPerDayMax, windows } = value
  const put = (name: 'sessionMinutesMax' | 'sessionsPerDayMax', typed: string | number) => {
    const { [name]: _, ...others } = value
    onChange(typeof typed === 'number' ? { ...others, [name]: typed } : others)
  }
  return (
    <Stack gap="sm">
      <QuietWindowsField value={windows} onChange={(changed) => onChange({ ...value, windows: changed })} />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <NumberInput
          size="md"
          label={t('quiet.minutesMax')}
          placeholder={t('quiet.noLimit')}
          min={1}
          max={1_440}
          clampBehavior="strict"
          allowDecimal={false}
          value={sessionMinutesMax ?? ''}
          onChange={(typed) => put('sessionMinutesMax', typed)}
        />
        <NumberInput
          size="md"
          label={t('quiet.sessionsMax')}
          placeholder={t('quiet.noLimit')}
          min={0}
          max={200}
          clampBehavior="strict"
          allowDecimal={false}
          value={sessionsPerDayMax ?? ''}
          onChange={(typed) => put('sessionsPerDayMax', typed)}
        />
      </SimpleGrid>
    </Stack>
  )
}
