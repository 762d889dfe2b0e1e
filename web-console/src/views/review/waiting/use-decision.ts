import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../../api/client.ts'
import { toast, toastProblem } from '../../../components/toast.ts'
import { focusNeighbour } from './move-focus.ts'
import type { WaitingItem } from './waiting-items.ts'

export type Decision = { kind: 'approve' } | { kind: 'return'; note: string }

/** Approves or returns the version that was looked at; another version is refused and shown instead. */
export function useDecision(item: WaitingItem) {
  const { t } = useTranslation('review')
  const client = useQueryClient()
  const things = item.kind === 'bulletin' ? 'bulletins' : 'programmes'
  return useMutation({
    mutationFn: (decision: Decision) => {
      const { path, version } = whatOf(item)
      return decision.kind === 'approve'
        ? api.post(`${path}/approval`, undefined, { ifMatch: version })
        : api.post(`${path}/return`, { note: decision.note }, { ifMatch: version })
    },
    onSuccess: (_answer, { kind }) => {
      toast(t(kind === 'approve' ? 'approved' : 'returned', { title: item.title }))
      // While its line still stands: the list is asked for anew only after this.
      focusNeighbour(item.waitingId)
    },
    onError: toastProblem,
    onSettled: () => client.invalidateQueries({ queryKey: [things] }),
  })
}

function whatOf(item: WaitingItem): { path: string; version: number } {
  if (item.kind === 'bulletin')
    return { path: `/bulletins/${item.bulletin.bulletinId}`, version: item.bulletin.version }
  return { path: `/programmes/${item.programme.programmeId}`, version: item.programme.version }
}
