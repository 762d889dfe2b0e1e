import { useQuery } from '@tanstack/react-query'
import type { CapMessageLine } from '@tieng-lang/protocol/browser'
import { api } from '../client.ts'
import { keys } from '../keys.ts'

const LOOK_EVERY_MS = 30_000

/** Warnings of other systems that sound only if a person of this place says so. */
export function useWaitingMessages({ isEnabled }: { isEnabled: boolean }) {
  return useQuery({
    queryKey: keys.waitingCapMessages,
    queryFn: ({ signal }) =>
      api.get<CapMessageLine[]>('/cap-messages', { query: { state: 'waiting' }, signal }),
    refetchInterval: LOOK_EVERY_MS,
    enabled: isEnabled,
  })
}
