import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { keys } from './keys.ts'
import { ProblemError } from './problem-error.ts'

const RETRIES_MAX = 2

/** What cannot change by asking again is not asked again. */
function isWorthRetrying(failureCount: number, cause: unknown): boolean {
  if (failureCount >= RETRIES_MAX) return false
  return cause instanceof ProblemError && (cause.status === 0 || cause.status >= 500)
}

/** One store of what the server has told; a session that ended anywhere sends the person to sign in. */
export function createQueryClient(): QueryClient {
  const onError = (cause: unknown) => {
    if (cause instanceof ProblemError && cause.status === 401) client.setQueryData(keys.session, null)
  }
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { staleTime: 30_000, retry: isWorthRetrying, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  })
  return client
}
