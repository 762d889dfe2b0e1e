import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { keys } from '../api/keys.ts'

/** Ends the session here and on the server; nothing of what was shown stays in memory. */
export function useSignOut() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => api.remove('/session'),
    onSuccess: () => {
      client.setQueryData(keys.session, null)
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.session[0] })
    },
  })
}
