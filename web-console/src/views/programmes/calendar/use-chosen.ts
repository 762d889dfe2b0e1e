import { useLocalStorage, useSessionStorage } from '@mantine/hooks'
import type { AreaId, LocalDate } from '@tieng-lang/protocol/browser'
import { useAreas } from '../../../api/queries.ts'
import { addDays, weekOf } from '../../../components/dates/local-dates.ts'
import { areaLines } from '../../../components/places/area-tree.ts'
import type { CalendarView } from './calendar-bar.tsx'

/** What was looked at last: the area for good, the date and the view as long as the browser's tab lives. */
export function useChosen({ today, isWide }: { today: LocalDate; isWide: boolean }) {
  const { data: areas = [] } = useAreas()
  const [storedArea, setArea] = useLocalStorage<AreaId | null>({
    ...{ key: 'tieng-lang.calendar-area', defaultValue: null, getInitialValueInEffect: false },
  })
  const [date, setDate] = useSessionStorage<LocalDate>({
    ...{ key: 'tieng-lang.calendar-date', defaultValue: today, getInitialValueInEffect: false },
  })
  const [view, setView] = useSessionStorage<CalendarView>({
    ...{ key: 'tieng-lang.calendar-view', defaultValue: 'week', getInitialValueInEffect: false },
  })
  const isKnown = areas.some(({ areaId }) => areaId === storedArea)
  const areaId = isKnown ? storedArea : (areaLines(areas)[0]?.area.areaId ?? null)
  const days = isWide && view !== 'day' ? weekOf(date) : [addDays(date, 0)]
  return { areas, areaId, setArea, date, setDate, view, setView, days }
}
