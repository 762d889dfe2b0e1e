import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { EmergencyAnswer, NewEmergency } from '@tieng-lang/protocol/browser'
import { useCallback } from 'react'
import { api } from '../../../api/client.ts'
import { isLost } from '../../../api/insist/insist.ts'
import { useInsistent } from '../../../api/insist/use-insistent.ts'
import { keys } from '../../../api/keys.ts'
import { useSession } from '../../../session/session-context.ts'
import { rememberCommander } from './model/commander.ts'
import { forgetOrder, keepOrder } from './model/kept-order.ts'

/** Sends the order until the server has answered, and goes to the page on which it is followed. */
export function useRaise() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const { operatorId } = useSession()
  const send = useCallback(async (order: NewEmergency, signal: AbortSignal) => {
    const { pin, ...kept } = order
    keepOrder(sessionStorage, kept, Date.now())
    try {
      return await api.post<EmergencyAnswer>('/emergencies', order, { signal })
    } catch (cause) {
      // A refusal is an answer: nothing of it sounds.
      if (!isLost(cause)) forgetOrder(sessionStorage)
      throw cause
    }
  }, [])
  const onDone = useCallback(
    (answer: EmergencyAnswer) => {
      forgetOrder(sessionStorage)
      rememberCommander(operatorId, answer.commander)
      client.setQueryData(keys.emergency(answer.emergencyId), answer)
      void client.invalidateQueries({ queryKey: keys.openEmergencies })
      void navigate({ to: '/khan-cap/$emergencyId', params: { emergencyId: answer.emergencyId } })
    },
    [client, navigate, operatorId],
  )
  return useInsistent(send, onDone)
}
