import type { AreaId, LocalDate, Outcome } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFreshPlayouts } from '../../api/live/use-fresh-playouts.ts'
import { localDateOf, weekOf } from '../../components/dates/local-dates.ts'
import { PageHeader } from '../../components/page/page-header.tsx'
import { useTimes } from '../../i18n/use-times.ts'
import { CsvLink } from './csv-link.tsx'
import { DayView } from './day/day-view.tsx'
import { LogFilters } from './log-filters.tsx'
import { WeekView } from './week/week-view.tsx'
import './playouts.css'
import '../../i18n/late/programmes-words.ts'
import '../../i18n/late/playouts-words.ts'

export interface LogFilter {
  view: 'day' | 'week'
  /** Null = today, whatever day it becomes. */
  date: LocalDate | null
  areaId: AreaId | null
  outcome: Outcome | null
}

/** What was really heard, by day or week and area. */
export function PlayoutsPage() {
  const { t } = useTranslation('playouts')
  const times = useTimes()
  const [filter, setFilter] = useState<LogFilter>({ view: 'day', date: null, areaId: null, outcome: null })
  useFreshPlayouts()
  const today = localDateOf(times.nowAt, times.timeZone)
  const date = filter.date ?? today
  const { areaId, outcome, view } = filter
  const days = view === 'day' ? [date] : weekOf(date)
  const span = { areaId, from: days[0] ?? date, until: days.at(-1) ?? date }
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} action={<CsvLink span={span} />} />
      <LogFilters filter={filter} today={today} onChange={setFilter} />
      {view === 'day' ? <DayView span={span} outcome={outcome} /> : <WeekView span={span} days={days} />}
    </>
  )
}
