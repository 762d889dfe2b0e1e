import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { BulletinAnswer, Page, Voice, Waveform } from '@tieng-lang/protocol/browser'
import { api } from './client.ts'
import { keys } from './keys.ts'

/** Empty = every one. */
export interface BulletinFilters {
  text: string
  state: string
  category: string
  areaId: string
  language: string
}

export const NO_FILTERS: BulletinFilters = { text: '', state: '', category: '', areaId: '', language: '' }
const PAGE_COUNT = 50

/** The bulletins that fit, newest first, page after page. */
export function useBulletinPages(filters: BulletinFilters) {
  return useInfiniteQuery({
    queryKey: [...keys.bulletins(filters), 'pages'],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<BulletinAnswer>>('/bulletins', {
        query: { ...filters, text: filters.text.trim(), after: pageParam, count: PAGE_COUNT },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
  })
}

/** One bulletin as it stands. */
export function useBulletin(bulletinId: string) {
  return useQuery({
    queryKey: keys.bulletin(bulletinId),
    queryFn: ({ signal }) => api.get<BulletinAnswer>(`/bulletins/${bulletinId}`, { signal }),
  })
}

/** The audio of a bulletin never changes, so its picture does not either. */
export function useWaveform(bulletinId: string) {
  return useQuery({
    queryKey: ['waveforms', bulletinId],
    queryFn: ({ signal }) => api.get<Waveform>(`/bulletins/${bulletinId}/waveform`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** What text can be spoken with; changes only with what is installed on the server. */
export function useVoices() {
  return useQuery({
    queryKey: keys.voices,
    queryFn: ({ signal }) => api.get<Voice[]>('/voices', { signal }),
    staleTime: 5 * 60_000,
  })
}

export type BulletinAct = 'submission' | 'approval' | 'return' | 'withdrawal'

/** One step of a bulletin's way, made on the version that was looked at. */
export function useBulletinAct({ bulletinId, version }: Pick<BulletinAnswer, 'bulletinId' | 'version'>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ act, note }: { act: BulletinAct; note?: string }) =>
      api.post<BulletinAnswer>(`/bulletins/${bulletinId}/${act}`, note === undefined ? undefined : { note }, {
        ifMatch: version,
      }),
    onSuccess: (bulletin) => client.setQueryData(keys.bulletin(bulletinId), bulletin),
    // Also after a refusal: another has probably changed it, and the page then shows how it stands.
    onSettled: () => client.invalidateQueries({ queryKey: ['bulletins'] }),
  })
}

/** Where the audio of a bulletin is heard from by whoever is signed in. */
export function audioUrlOf(bulletinId: string): string {
  return `/api/v1/bulletins/${bulletinId}/audio`
}
