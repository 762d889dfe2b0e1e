import { Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { EmergencyAnswer } from '@tieng-lang/protocol/browser'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../api/client.ts'
import { useEmergency } from '../../../api/emergencies/emergency-queries.ts'
import { useInsistent } from '../../../api/insist/use-insistent.ts'
import { keys } from '../../../api/keys.ts'
import { Dialog } from '../../dialogs/dialog.tsx'
import { ErrorState } from '../../page/error-state.tsx'
import { LoadingState } from '../../page/loading-state.tsx'
import { PinDialog } from '../pin/pin-dialog.tsx'
import '../../../i18n/late/emergency-words.ts'
import { colorOf, isExercise } from '../status-look.tsx'

export interface ConfirmSecondProps {
  emergencyId: string
  onClose: () => void
}

/** The second person: what is asked, by whom and why; then their own PIN, from their own page. */
export function ConfirmSecond({ emergencyId, onClose }: ConfirmSecondProps) {
  const { t } = useTranslation('emergency')
  const emergency = useEmergency(emergencyId)
  if (emergency.data?.may.confirm) return <Confirm emergency={emergency.data} onClose={onClose} />
  return (
    <Dialog onClose={onClose} title={t('second.title')}>
      {emergency.isPending && <LoadingState lines={2} />}
      {emergency.isError && <ErrorState cause={emergency.error} />}
      {emergency.data && <Text>{t('second.cannot')}</Text>}
    </Dialog>
  )
}

function Confirm({ emergency, onClose }: { emergency: EmergencyAnswer; onClose: () => void }) {
  const { t } = useTranslation('emergency')
  const client = useQueryClient()
  const navigate = useNavigate()
  const { emergencyId, status, event, areaNames, raisedBy, commander, reason, counts } = emergency
  const send = useCallback(
    (body: { pin: string }, signal: AbortSignal) =>
      api.post<EmergencyAnswer>(`/emergencies/${emergencyId}/confirmations`, body, { signal }),
    [emergencyId],
  )
  const onDone = useCallback(
    (answer: EmergencyAnswer) => {
      client.setQueryData(keys.emergency(emergencyId), answer)
      void client.invalidateQueries({ queryKey: keys.openEmergencies })
      onClose()
      void navigate({ to: '/khan-cap/$emergencyId', params: { emergencyId } })
    },
    [client, emergencyId, navigate, onClose],
  )
  const confirmation = useInsistent(send, onDone)
  return (
    <PinDialog
      title={t(isExercise(status) ? 'second.titleExercise' : 'second.title')}
      status={status}
      go={t('second.confirm')}
      goColor={colorOf(status)}
      sending={confirmation}
      onGo={(pin) => void confirmation.go({ pin })}
      onClose={onClose}
    >
      <Text fw={600} lh={1.3}>
        {t(`event.${event}`)} · {areaNames.join(', ')} ·{' '}
        {t('clusterCount', { ns: 'common', count: counts.targeted })}
      </Text>
      <Text size="sm" c="var(--mantine-color-text)">
        {t('second.asks', { name: raisedBy, commander, reason })}
      </Text>
    </PinDialog>
  )
}
