import { ActionIcon, Button, Group, SegmentedControl, Text } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import type { AreaId, LocalDate } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { addDays, dateText } from '../../../components/dates/local-dates.ts'
import { useDateWords } from '../../../components/dates/use-date-words.ts'
import { AreaPicker } from '../../../components/places/area-picker.tsx'

export type CalendarView = 'week' | 'day' | 'list'
const VIEWS: readonly CalendarView[] = ['week', 'day', 'list']

interface CalendarBarProps {
  areaId: AreaId | null
  onArea: (areaId: AreaId | null) => void
  days: readonly LocalDate[]
  today: LocalDate
  onDate: (date: LocalDate) => void
  /** Null on a phone, where there is one view. */
  view: CalendarView | null
  onView: (view: CalendarView) => void
}

/** Which area, which days, and how they are shown. */
export function CalendarBar({ areaId, onArea, days, today, onDate, view, onView }: CalendarBarProps) {
  const { t } = useTranslation('programmes')
  return (
    <Group align="flex-end" gap="sm" mb="md" className="tl-no-print">
      <AreaPicker value={areaId} onChange={onArea} allowDeselect={false} w={{ base: '100%', xs: 260 }} />
      <DayWalk days={days} today={today} onDate={onDate} />
      {view !== null && (
        <SegmentedControl
          aria-label={t('calendar.view')}
          size="md"
          value={view}
          onChange={onView}
          data={VIEWS.map((value) => ({ value, label: t(`calendar.${value}`) }))}
        />
      )}
    </Group>
  )
}

function DayWalk({ days, today, onDate }: Pick<CalendarBarProps, 'days' | 'today' | 'onDate'>) {
  const { t } = useTranslation('programmes')
  const words = useDateWords()
  const [first = today] = days
  const last = days.at(-1) ?? first
  const isDay = days.length === 1
  const span = isDay
    ? words.shortDate(first)
    : t('calendar.weekSpan', { from: dateText(first, false), until: dateText(last) })
  return (
    <Group gap="xs" wrap="nowrap">
      <ActionIcon
        variant="default"
        size={42}
        aria-label={t(isDay ? 'calendar.previousDay' : 'calendar.previousWeek')}
        onClick={() => onDate(addDays(first, -days.length))}
      >
        <IconChevronLeft aria-hidden />
      </ActionIcon>
      <Text fw={600} miw={isDay ? 92 : 148} ta="center" aria-live="polite">
        {span}
      </Text>
      <ActionIcon
        variant="default"
        size={42}
        aria-label={t(isDay ? 'calendar.nextDay' : 'calendar.nextWeek')}
        onClick={() => onDate(addDays(first, days.length))}
      >
        <IconChevronRight aria-hidden />
      </ActionIcon>
      <Button variant="default" size="md" px="sm" onClick={() => onDate(today)}>
        {t('calendar.today')}
      </Button>
    </Group>
  )
}
