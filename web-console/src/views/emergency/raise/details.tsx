import { Stack, Text, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useSayPlan } from '../warning/use-say-plan.ts'
import { WarningFields } from '../warning/warning-fields.tsx'
import { repeatPlanOf } from '../warning/warning-form.ts'
import type { RaiseForm } from './model/raise-form.ts'

const HOUR_MS = 3_600_000

interface DetailsProps {
  form: RaiseForm
  nowAt: number
  onChange: (form: RaiseForm) => void
}

/** Who ordered it, why, what more is said and how often: filled in sensibly, and open to change. */
export function Details({ form, nowAt, onChange }: DetailsProps) {
  const { t } = useTranslation('emergency')
  const sayPlan = useSayPlan()
  const { warning, commander, reason } = form
  const usual = warning.event === null ? '' : t(`usualReason.${warning.event}`)
  return (
    <div>
      <TextInput
        label={t('raise.who')}
        description={t('raise.whoHint')}
        value={commander}
        maxLength={100}
        onChange={({ currentTarget }) => onChange({ ...form, commander: currentTarget.value })}
      />
      <Text size="sm" c="dimmed" mt="xs">
        {sayPlan(repeatPlanOf(warning), nowAt + warning.lastsHours * HOUR_MS)}
      </Text>
      <details className="tl-folded">
        <summary>{t('raise.details')}</summary>
        <Stack gap="sm">
          <TextInput
            label={t('raise.reason')}
            placeholder={usual}
            value={reason}
            maxLength={500}
            onChange={({ currentTarget }) => onChange({ ...form, reason: currentTarget.value })}
          />
          <WarningFields
            warning={warning}
            nowAt={nowAt}
            onChange={(changed) => onChange({ ...form, warning: changed })}
          />
        </Stack>
      </details>
    </div>
  )
}
