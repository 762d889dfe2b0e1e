import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { BackupsAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { toast, toastProblem } from '../../components/toast.ts'

const LOOK_EVERY_MS = 30_000
const LOOK_EVERY_MS_UNDER_WAY = 1_000

/** The backups there are; looked at every second while one is being made. */
export function useBackups({ isEnabled }: { isEnabled: boolean }) {
  return useQuery({
    queryKey: keys.backups,
    queryFn: ({ signal }) => api.get<BackupsAnswer>('/backups', { signal }),
    refetchInterval: ({ state }) => (state.data?.underWay ? LOOK_EVERY_MS_UNDER_WAY : LOOK_EVERY_MS),
    enabled: isEnabled,
  })
}

/** Begins a backup, or gives up the one under way; the answer of either is how things stand. */
export function useBackupOrders() {
  const { t } = useTranslation('backups')
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries({ queryKey: keys.backups })
  const begin = useMutation({
    mutationFn: () => api.post<BackupsAnswer>('/backups', {}),
    onSuccess: (answer) => {
      client.setQueryData(keys.backups, answer)
      toast(t('started'))
    },
    onError: toastProblem,
    onSettled,
  })
  const cancel = useMutation({
    mutationFn: () => api.remove<BackupsAnswer>('/backups/under-way'),
    onSuccess: () => toast(t('cancelled')),
    onError: toastProblem,
    onSettled,
  })
  return { begin, cancel }
}
