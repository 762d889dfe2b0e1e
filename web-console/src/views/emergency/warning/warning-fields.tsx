import { NumberInput, Select, SimpleGrid, Stack, Text, Textarea } from '@mantine/core'
import type { CapSeverity } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { LANGUAGES, useSayBulletin } from '../../../components/bulletin/say-bulletin.ts'
import { USUAL_SEVERITY } from '../../../components/emergency/event-looks.ts'
import { useSayPlan } from './use-say-plan.ts'
import { repeatPlanOf, TEXT_LENGTH_MAX, type WarningForm } from './warning-form.ts'

const SEVERITIES: readonly CapSeverity[] = ['Extreme', 'Severe', 'Moderate', 'Minor']
const HOUR_MS = 3_600_000

interface WarningFieldsProps {
  warning: WarningForm
  nowAt: number
  onChange: (warning: WarningForm) => void
}

/** What is said, how grave it is, and how often it is said again; good as it stands. */
export function WarningFields({ warning, nowAt, onChange }: WarningFieldsProps) {
  const { t } = useTranslation('emergency')
  const say = useSayBulletin()
  const sayPlan = useSayPlan()
  const put = (change: Partial<WarningForm>) => onChange({ ...warning, ...change })
  const { text, event, severity, language, lastsHours } = warning
  return (
    <Stack gap="sm">
      <Textarea
        label={t('raise.text')}
        description={t('raise.textHint')}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={TEXT_LENGTH_MAX}
        value={text}
        onChange={({ currentTarget }) => put({ text: currentTarget.value })}
      />
      {text !== '' && (
        <Text size="sm" c="dimmed">
          {t('raise.textCount', { count: text.length })}
        </Text>
      )}
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <Select
          label={t('raise.level')}
          allowDeselect={false}
          data={SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))}
          value={severity ?? (event === null ? 'Severe' : USUAL_SEVERITY[event])}
          onChange={(value) => put({ severity: value })}
        />
        <Select
          label={t('raise.language')}
          allowDeselect={false}
          data={LANGUAGES.map((value) => ({ value, label: say.language(value) }))}
          value={language}
          onChange={(value) => put({ language: value ?? 'vi' })}
        />
      </SimpleGrid>
      <RepeatFields warning={warning} put={put} />
      <Text size="sm" c="dimmed">
        {sayPlan(repeatPlanOf(warning), nowAt + lastsHours * HOUR_MS)}
      </Text>
    </Stack>
  )
}

interface RepeatFieldsProps {
  warning: WarningForm
  put: (change: Partial<WarningForm>) => void
}

function RepeatFields({ warning, put }: RepeatFieldsProps) {
  const { t } = useTranslation('emergency')
  const { soonTimes, soonEveryMin, thenEveryMin, lastsHours } = warning
  return (
    <SimpleGrid cols={2} spacing="sm">
      <Count
        label={t('raise.soonTimes')}
        value={soonTimes}
        min={0}
        max={10}
        onChange={(value) => put({ soonTimes: value })}
      />
      <Count
        label={t('raise.soonEvery')}
        value={soonEveryMin}
        min={1}
        max={60}
        onChange={(value) => put({ soonEveryMin: value })}
      />
      <NumberInput
        label={t('raise.thenEvery')}
        placeholder={t('raise.thenEveryHint')}
        size="md"
        min={1}
        max={1_440}
        allowDecimal={false}
        value={thenEveryMin ?? ''}
        onChange={(value) => put({ thenEveryMin: typeof value === 'number' ? value : null })}
      />
      <Count
        label={t('raise.lasts')}
        value={lastsHours}
        min={1}
        max={72}
        onChange={(value) => put({ lastsHours: value })}
      />
    </SimpleGrid>
  )
}

interface CountProps {
  label: string
  value: number
  min: number
  max: number
  onChange: (value: number) => void
}

function Count({ onChange, ...props }: CountProps) {
  return (
    <NumberInput
      size="md"
      allowDecimal={false}
      clampBehavior="strict"
      {...props}
      onChange={(value) => typeof value === 'number' && onChange(value)}
    />
  )
}
