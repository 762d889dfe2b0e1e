import { Group, SegmentedControl, Select } from '@mantine/core'
import type { LocalDate, Outcome } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { AreaPicker } from '../../components/places/area-picker.tsx'
import { DateStepper } from './date-stepper.tsx'
import type { LogFilter } from './playouts-page.tsx'

const OUTCOMES: readonly Outcome[] = ['heard', 'partlyHeard', 'notHeard']

interface LogFiltersProps {
  filter: LogFilter
  today: LocalDate
  onChange: (filter: LogFilter) => void
}

export function LogFilters({ filter, today, onChange }: LogFiltersProps) {
  const { t } = useTranslation('playouts')
  const { t: word } = useTranslation('words')
  return (
    <Group align="flex-end" gap="sm" mb="md">
      <SegmentedControl
        size="md"
        aria-label={t('view.label')}
        value={filter.view}
        onChange={(view) => onChange({ ...filter, view: view === 'week' ? 'week' : 'day' })}
        data={[
          { value: 'day', label: t('view.day') },
          { value: 'week', label: t('view.week') },
        ]}
      />
      <DateStepper
        view={filter.view}
        date={filter.date ?? today}
        today={today}
        onChange={(date) => onChange({ ...filter, date: date === today ? null : date })}
      />
      <AreaPicker
        label={t('filter.area')}
        placeholder={t('filter.everywhere')}
        clearable
        value={filter.areaId}
        onChange={(areaId) => onChange({ ...filter, areaId })}
        flex="1 1 9rem"
      />
      {filter.view === 'day' && (
        <Select
          label={t('filter.outcome')}
          placeholder={t('filter.every')}
          clearable
          data={OUTCOMES.map((outcome) => ({ value: outcome, label: word(`outcome.${outcome}`) }))}
          value={filter.outcome}
          onChange={(value) =>
            onChange({ ...filter, outcome: OUTCOMES.find((outcome) => outcome === value) ?? null })
          }
          flex="1 1 9rem"
        />
      )}
    </Group>
  )
}
