import { useQuery } from '@tanstack/react-query'
import type {
  LiveSessionAnswer,
  LiveSessionEnd,
  LiveSessionLine,
  NewLiveSession,
  Page,
} from '@tieng-lang/protocol/browser'
import { api } from './client.ts'
import { keys } from './keys.ts'

/** The updates socket tells at once; this finds what it has missed. */
const LOOK_EVERY_MS = 15_000
/** While the line of the microphone is gone. */
const FOLLOW_EVERY_MS = 2_000

/** The live sessions on air, or waiting for their microphone, that I may look at. */
export function useOpenLiveSessions() {
  return useQuery({
    queryKey: keys.openLiveSessions,
    queryFn: ({ signal }) =>
      api
        .get<Page<LiveSessionLine>>('/live-sessions', { signal })
        .then(({ items }) => items.filter(({ state }) => state !== 'ended')),
    refetchInterval: LOOK_EVERY_MS,
  })
}

/** One as it stands, asked again and again: for where its own socket is silent. */
export function useLiveSession(sessionId: string, { isEnabled }: { isEnabled: boolean }) {
  return useQuery({
    queryKey: keys.liveSession(sessionId),
    queryFn: ({ signal }) => api.get<LiveSessionAnswer>(`/live-sessions/${sessionId}`, { signal }),
    enabled: isEnabled,
    refetchInterval: FOLLOW_EVERY_MS,
    staleTime: 0,
  })
}

export function startLiveSession(order: NewLiveSession, signal: AbortSignal): Promise<LiveSessionAnswer> {
  return api.post<LiveSessionAnswer>('/live-sessions', order, { signal })
}

export function endLiveSession(
  sessionId: string,
  order: LiveSessionEnd,
  signal: AbortSignal,
): Promise<LiveSessionAnswer> {
  return api.post<LiveSessionAnswer>(`/live-sessions/${sessionId}/end`, order, { signal })
}
