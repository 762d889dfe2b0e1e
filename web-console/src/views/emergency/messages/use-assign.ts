import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { AreaId, EmergencyMessage, EmergencyMessageChange } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { api } from '../../../api/client.ts'
import { toast, toastProblem } from '../../../components/toast.ts'

/** Puts a bulletin in the place of a stored message, in an area and below; null takes the program's voice again. */
export function useAssign({ event, language }: EmergencyMessage, areaId: AreaId | null) {
  const { t } = useTranslation('emergency')
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (bulletinId: string | null) => {
      if (event === null || language === null) return
      const change: EmergencyMessageChange = { areaId, event, language, bulletinId }
      await api.put('/emergency-messages', change)
    },
    onSuccess: () => toast(t('messages.saved')),
    onError: toastProblem,
    onSettled: () => client.invalidateQueries({ queryKey: ['emergency-messages'] }),
  })
}
