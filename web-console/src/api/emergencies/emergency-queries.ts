import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type {
  AreaId,
  EmergencyAnswer,
  EmergencyLine,
  EmergencyMessages,
  EmergencyScope,
  EmergencyScopeQuery,
  ExerciseScore,
  Page,
} from '@tieng-lang/protocol/browser'
import { api } from '../client.ts'
import { keys } from '../keys.ts'

/** While something is open its page asks again this often, beside what the updates socket tells. */
const FOLLOW_EVERY_MS = 2_000
/** The socket tells at once; this finds what it has missed. */
const LOOK_EVERY_MS = 15_000

/** Whether it still sounds, or is about to. */
export function isOpen({ state }: Pick<EmergencyLine, 'state'>): boolean {
  return state === 'active' || state === 'awaiting'
}

/** Emergencies and exercises under way that I may look at. */
export function useOpenEmergencies() {
  return useQuery({
    queryKey: keys.openEmergencies,
    queryFn: ({ signal }) =>
      api.get<Page<EmergencyLine>>('/emergencies', { query: { state: 'open' }, signal }).then(itemsOf),
    refetchInterval: LOOK_EVERY_MS,
  })
}

/** The latest, whatever became of them. */
export function usePastEmergencies() {
  return useQuery({
    queryKey: keys.pastEmergencies,
    queryFn: ({ signal }) =>
      api.get<Page<EmergencyLine>>('/emergencies', { query: { state: 'all' }, signal }).then(itemsOf),
  })
}

function itemsOf({ items }: Page<EmergencyLine>): EmergencyLine[] {
  return items
}

/** One with every cluster and moment; asked again every 2 s while it is open. */
export function useEmergency(emergencyId: string) {
  return useQuery({
    queryKey: keys.emergency(emergencyId),
    queryFn: ({ signal }) => api.get<EmergencyAnswer>(`/emergencies/${emergencyId}`, { signal }),
    refetchInterval: ({ state: { data } }) => (data && isOpen(data) ? FOLLOW_EVERY_MS : false),
  })
}

/** What raising it there would take; null = nothing is chosen yet. */
export function useEmergencyScope(query: EmergencyScopeQuery | null) {
  return useQuery({
    queryKey: keys.emergencyScope(query ?? {}),
    queryFn: ({ signal }) => api.post<EmergencyScope>('/emergency-scopes', query, { signal }),
    enabled: query !== null,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })
}

/** The score of an exercise that is over. */
export function useExerciseScore(emergencyId: string, isEnabled: boolean) {
  return useQuery({
    queryKey: keys.emergencyScore(emergencyId),
    queryFn: ({ signal }) => api.get<ExerciseScore>(`/emergencies/${emergencyId}/score`, { signal }),
    enabled: isEnabled,
  })
}

/** What is said beforehand for each event, in an area. */
export function useEmergencyMessages(areaId: AreaId | null) {
  return useQuery({
    queryKey: keys.emergencyMessages(areaId),
    queryFn: ({ signal }) => api.get<EmergencyMessages>('/emergency-messages', { query: { areaId }, signal }),
    refetchInterval: ({ state: { data } }) => (data && !data.isReady ? 5_000 : false),
  })
}
