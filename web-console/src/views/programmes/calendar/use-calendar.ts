import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { AreaId, CalendarAnswer, LocalDate, QuietHours } from '@tieng-lang/protocol/browser'
import { api } from '../../../api/client.ts'
import { keys } from '../../../api/keys.ts'
import { useAreas, useClusters } from '../../../api/queries.ts'
import { areaPathOf, areasWithin } from '../../../components/places/area-tree.ts'

/** What is planned in an area on these days, both ends included. */
export function useCalendar(areaId: AreaId | null, days: readonly LocalDate[]) {
  const query = { areaId, from: days[0], until: days.at(-1) }
  return useQuery({
    queryKey: keys.calendar(query),
    queryFn: ({ signal }) => api.get<CalendarAnswer>('/calendar', { query, signal }),
    enabled: areaId !== null,
    placeholderData: keepPreviousData,
  })
}

/** The quiet hours that an area hands down; where no area says any, those of one of its clusters. */
export function useQuietHours(areaId: AreaId | null): QuietHours | undefined {
  const { data: areas = [] } = useAreas()
  const { data: clusters = [] } = useClusters()
  if (areaId === null) return undefined
  const byId = new Map(areas.map((area) => [area.areaId, area]))
  const named = areaPathOf(areas, areaId).findLast((id) => byId.get(id)?.settings.quietHours)
  if (named !== undefined) return byId.get(named)?.settings.quietHours
  const within = areasWithin(areas, areaId)
  return clusters.find((cluster) => within.has(cluster.areaId))?.effective.quietHours
}
