import '@mantine/dates/styles.css'
import 'dayjs/locale/vi'
import { Input, Pill, Stack, Text } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import type { LocalDate } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { RemovablePill } from '../removable-pill.tsx'
import { dateText } from './local-dates.ts'
import { useDateWords } from './use-date-words.ts'

interface DatesFieldProps {
  label: string
  description?: string
  value: readonly LocalDate[]
  onChange: (dates: LocalDate[]) => void
  minDate?: LocalDate
}

/** Several days, picked in a calendar and listed below it. */
export function DatesField({ label, description, value, onChange, minDate }: DatesFieldProps) {
  const { t, i18n } = useTranslation('programmes')
  const words = useDateWords()
  return (
    <Stack gap="xs" role="group" aria-label={label}>
      <Input.Label size="md" component="div" style={{ cursor: 'default' }}>
        {label}
      </Input.Label>
      {description && (
        <Text size="sm" c="dimmed">
          {description}
        </Text>
      )}
      <DatePicker
        type="multiple"
        locale={i18n.language}
        value={[...value]}
        onChange={(dates) => onChange(dates.toSorted())}
        {...(value[0] && { defaultDate: value[0] })}
        {...(minDate && { minDate })}
        weekendDays={[]}
        hideOutsideDates
        size="md"
        ariaLabels={words.pickerLabels}
      />
      {value.length > 0 && (
        <Pill.Group>
          {value.map((date) => (
            <RemovablePill
              key={date}
              size="md"
              onRemove={() => onChange(value.filter((other) => other !== date))}
              removeLabel={t('field.removeDate', { date: dateText(date) })}
            >
              {words.shortDate(date)}
            </RemovablePill>
          ))}
        </Pill.Group>
      )}
    </Stack>
  )
}
