import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { BulletinAnswer, BulletinChange } from '@tieng-lang/protocol/browser'
import { api } from '../../../../api/client.ts'
import { keys } from '../../../../api/keys.ts'

/** Saves changed labels on the version that they were changed on. */
export function useLabelsChange(bulletinId: string) {
  const client = useQueryClient()
  const takeTheirs = (bulletin: BulletinAnswer) => client.setQueryData(keys.bulletin(bulletinId), bulletin)
  const mutation = useMutation({
    mutationFn: ({ change, ifMatch }: { change: BulletinChange; ifMatch: number }) =>
      api.patch<BulletinAnswer>(`/bulletins/${bulletinId}`, change, { ifMatch }),
    onSuccess: (bulletin) => {
      takeTheirs(bulletin)
      void client.invalidateQueries({ queryKey: ['bulletins', 'list'] })
    },
  })
  return { ...mutation, takeTheirs }
}
