import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { AreaId, LocalDate, PlayoutDay } from '@tieng-lang/protocol/browser'
import { api } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'

export interface PlayoutSpan {
  /** Null = everywhere. */
  areaId: AreaId | null
  from: LocalDate
  until: LocalDate
}

/** What was planned and heard, a line a cluster and day. */
export function usePlayoutDays(span: PlayoutSpan) {
  return useQuery({
    queryKey: keys.playoutDays(span),
    queryFn: ({ signal }) => api.get<PlayoutDay[]>('/playout-days', { query: { ...span }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
}
