import { useQueryClient } from '@tanstack/react-query'
import type { EmergencyAnswer, EmergencyEnd } from '@tieng-lang/protocol/browser'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../../api/client.ts'
import { useInsistent } from '../../../../api/insist/use-insistent.ts'
import { keys } from '../../../../api/keys.ts'
import { randomId } from '../../../../api/random-id.ts'
import { toast } from '../../../../components/toast.ts'

/** One act on an emergency with one request id, however often it has to be sent. */
export function useEmergencyAct<Body extends object>(
  emergencyId: string,
  path: 'end' | 'updates',
  onClose: () => void,
) {
  const { t } = useTranslation('emergency')
  const client = useQueryClient()
  const [requestId] = useState(() => randomId('emergency'))
  const send = useCallback(
    (body: Body, signal: AbortSignal) =>
      api.post<EmergencyAnswer>(`/emergencies/${emergencyId}/${path}`, { ...body, requestId }, { signal }),
    [emergencyId, path, requestId],
  )
  const onDone = useCallback(
    (answer: EmergencyAnswer) => {
      client.setQueryData(keys.emergency(emergencyId), answer)
      void client.invalidateQueries({ queryKey: keys.openEmergencies })
      toast(t('end.done'))
      onClose()
    },
    [client, emergencyId, onClose, t],
  )
  return useInsistent(send, onDone)
}

export type EndBody = Omit<EmergencyEnd, 'requestId'>
