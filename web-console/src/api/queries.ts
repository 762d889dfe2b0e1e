import { useQuery } from '@tanstack/react-query'
import type {
  AreaAnswer,
  ClusterAnswer,
  ClusterStateAnswer,
  MachineHealth,
  OverviewAnswer,
  Page,
  SessionAnswer,
  Zone,
} from '@tieng-lang/protocol/browser'
import { api, type QueryValues } from './client.ts'
import { keys } from './keys.ts'
import { ProblemError } from './problem-error.ts'

const PAGES_MAX = 50

/** All items of a list, page after page (`next` is the next page's `after`); at most 50 pages. */
export async function allOf<Item>(path: string, query: QueryValues, signal?: AbortSignal): Promise<Item[]> {
  const items: Item[] = []
  let after: string | undefined
  for (let count = 0; count < PAGES_MAX; count += 1) {
    const answer = await api.get<Page<Item> | Item[]>(path, {
      query: { ...query, after },
      ...(signal && { signal }),
    })
    if (Array.isArray(answer)) return answer
    items.push(...answer.items)
    if (answer.next === null) break
    after = answer.next
  }
  return items
}

/** Who is signed in; null = nobody. */
export function useSessionQuery() {
  return useQuery({
    queryKey: keys.session,
    queryFn: ({ signal }) => api.get<SessionAnswer>('/session', { signal }).catch(nobody),
    staleTime: 5 * 60_000,
  })
}

function nobody(cause: unknown): null {
  if (cause instanceof ProblemError && cause.status === 401) return null
  throw cause
}

/** The areas that I may see, and by name those above them. */
export function useAreas() {
  return useQuery({ queryKey: keys.areas, queryFn: ({ signal }) => allOf<AreaAnswer>('/areas', {}, signal) })
}

/** The zones of the areas that I may see. */
export function useZones() {
  return useQuery({ queryKey: keys.zones, queryFn: ({ signal }) => allOf<Zone>('/zones', {}, signal) })
}

/** Clusters as they are set up, of the areas that I may see. */
export function useClusters() {
  return useQuery({
    queryKey: keys.clusters,
    queryFn: ({ signal }) => allOf<ClusterAnswer>('/clusters', {}, signal),
  })
}

/** Every cluster that I may see, kept fresh by live updates. */
export function useOverview() {
  return useQuery({
    queryKey: keys.overview,
    queryFn: ({ signal }) => api.get<OverviewAnswer>('/overview', { signal }),
    refetchInterval: 60_000,
  })
}

/** How the server itself stands; for administrators. */
export function useMachineHealth({ isEnabled }: { isEnabled: boolean }) {
  return useQuery({
    queryKey: keys.machineHealth,
    queryFn: ({ signal }) => api.get<MachineHealth>('/health', { signal }),
    refetchInterval: 30_000,
    enabled: isEnabled,
  })
}

/** How one cluster stands, with its measurements; asked again every 30 s. */
export function useClusterState(clusterId: string) {
  return useQuery({
    queryKey: keys.clusterState(clusterId),
    queryFn: ({ signal }) => api.get<ClusterStateAnswer>(`/clusters/${clusterId}/state`, { signal }),
    refetchInterval: 30_000,
  })
}
