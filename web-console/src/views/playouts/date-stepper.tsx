import { ActionIcon, Button, Group } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import type { LocalDate } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { DateField } from '../../components/dates/date-field.tsx'
import { addDays } from '../../components/dates/local-dates.ts'

interface DateStepperProps {
  view: 'day' | 'week'
  date: LocalDate
  today: LocalDate
  onChange: (date: LocalDate) => void
}

const STEP_DAYS = { day: 1, week: 7 }

/** A day or week back and on, or any day; never beyond today. */
export function DateStepper({ view, date, today, onChange }: DateStepperProps) {
  const { t } = useTranslation('playouts')
  const step = (days: number) => onChange(earlier(addDays(date, days), today))
  return (
    <Group gap={4} align="flex-end" wrap="nowrap">
      <ActionIcon
        variant="default"
        size={42}
        aria-label={t(view === 'day' ? 'date.previousDay' : 'date.previousWeek')}
        onClick={() => step(-STEP_DAYS[view])}
      >
        <IconChevronLeft aria-hidden size={20} />
      </ActionIcon>
      <DateField
        label={t('date.label')}
        value={date}
        maxDate={today}
        onChange={(chosen) => chosen && onChange(earlier(chosen, today))}
        w={144}
      />
      <ActionIcon
        variant="default"
        size={42}
        aria-label={t(view === 'day' ? 'date.nextDay' : 'date.nextWeek')}
        disabled={date >= today}
        onClick={() => step(STEP_DAYS[view])}
      >
        <IconChevronRight aria-hidden size={20} />
      </ActionIcon>
      {date !== today && (
        <Button variant="subtle" h={42} px="xs" onClick={() => onChange(today)}>
          {t('date.toToday')}
        </Button>
      )}
    </Group>
  )
}

function earlier(date: LocalDate, other: LocalDate): LocalDate {
  return date < other ? date : other
}
