import { useQuery } from '@tanstack/react-query'
import type { AreaId, CalendarEntry, ProgrammeAnswer } from '@tieng-lang/protocol/browser'
import { useMemo } from 'react'
import { keys } from '../../../api/keys.ts'
import { allOf } from '../../../api/queries.ts'
import { hasRelay } from '../../../components/relay/relay-items.ts'

/** Tells which entries of an area's calendar have another station in them; none until its programmes have been read. */
export function useRelayEntries(areaId: AreaId | null): (entry: CalendarEntry) => boolean {
  const query = { areaId, count: 200 }
  const { data } = useQuery({
    queryKey: [...keys.programmes(query), 'all'],
    queryFn: ({ signal }) => allOf<ProgrammeAnswer>('/programmes', query, signal),
    enabled: areaId !== null,
  })
  return useMemo(() => {
    const programmes = new Map(data?.map((each) => [each.programmeId, each]))
    return ({ programmeId, isPlaying }) => {
      const programme = programmes.get(programmeId)
      if (!programme) return false
      return hasRelay((isPlaying ? programme.playing : null)?.definition ?? programme.definition)
    }
  }, [data])
}
