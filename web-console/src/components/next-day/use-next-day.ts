import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ClusterId, ForecastAnswer, ProgrammeBody } from '@tieng-lang/protocol/browser'
import { api } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'

/** The next 24 h of a cluster; with a draft, as if that were approved now. Asked anew every minute. */
export function useNextDay(clusterId: ClusterId, draft?: ProgrammeBody) {
  const path = `/clusters/${clusterId}/forecast`
  return useQuery({
    queryKey: [...keys.forecast(clusterId), draft ?? null],
    queryFn: ({ signal }) =>
      draft
        ? api.post<ForecastAnswer>(path, draft, { query: { hours: 24 }, signal })
        : api.get<ForecastAnswer>(path, { query: { hours: 24 }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
}
