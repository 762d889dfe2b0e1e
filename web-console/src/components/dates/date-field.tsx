import '@mantine/dates/styles.css'
import 'dayjs/locale/vi'
import { DateInput, type DateInputProps } from '@mantine/dates'
import type { LocalDate } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { readDate } from './read-date.ts'

interface DateFieldProps extends Omit<DateInputProps, 'value' | 'onChange'> {
  value: LocalDate | null
  onChange: (date: LocalDate | null) => void
}

/** A date to type (17/02/2026) or to pick. */
export function DateField({ value, onChange, ...props }: DateFieldProps) {
  const { t, i18n } = useTranslation('programmes')
  return (
    <DateInput
      size="md"
      locale={i18n.language}
      weekendDays={[]}
      hideOutsideDates
      valueFormat="DD/MM/YYYY"
      // The library's own reads the month first, and a half-typed year as one.
      dateParser={readDate}
      placeholder={t('field.datePlaceholder')}
      value={value}
      onChange={onChange}
      {...props}
    />
  )
}
