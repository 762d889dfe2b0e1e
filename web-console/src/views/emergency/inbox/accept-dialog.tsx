import { Select, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type {
  CapMessageLine,
  EmergencyAnswer,
  EmergencyConfirmation,
  EmergencyEvent,
  NewEmergency,
} from '@tieng-lang/protocol/browser'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../api/client.ts'
import { useEmergencyScope } from '../../../api/emergencies/emergency-queries.ts'
import { useInsistent } from '../../../api/insist/use-insistent.ts'
import { keys } from '../../../api/keys.ts'
import { EVENTS } from '../../../components/emergency/event-looks.ts'
import { PinDialog } from '../../../components/emergency/pin/pin-dialog.tsx'
import { colorOf, isExercise } from '../../../components/emergency/status-look.tsx'
import { NOWHERE } from '../raise/model/raise-form.ts'
import { EMPTY_WIDE, isWideReady, WideFields, wideOf } from '../raise/wide-fields.tsx'

type Acceptance = EmergencyConfirmation &
  Pick<NewEmergency, 'event' | 'reason' | 'typedAreaName' | 'breakGlass'>

interface AcceptDialogProps {
  message: CapMessageLine
  onClose: () => void
}

/** Lets another system's warning sound as one's own: with which signal, and what raising it oneself would take. */
export function AcceptDialog({ message, onClose }: AcceptDialogProps) {
  const { t } = useTranslation('emergency')
  const status = message.status === 'Actual' ? 'Actual' : 'Exercise'
  const [event, setEvent] = useState<EmergencyEvent>(message.soundsAs ?? 'storm')
  const [wide, setWide] = useState(EMPTY_WIDE)
  const place = { ...NOWHERE, areas: message.areaIds }
  const { data: scope } = useEmergencyScope(message.areaIds.length === 0 ? null : { place, event })
  const accepting = useAccept(message.messageId)
  const isWide = scope?.isWide === true
  const reason = t('inbox.reason', { name: message.senderName })
  const fire = t(isExercise(status) ? 'confirm.fireExercise' : 'confirm.fire')
  return (
    <PinDialog
      title={t('inbox.accept')}
      status={status}
      fields={
        <Stack gap="sm">
          <Select
            label={t('inbox.soundsAs')}
            allowDeselect={false}
            data={EVENTS.map((value) => ({ value, label: t(`event.${value}`) }))}
            value={event}
            onChange={(value) => value && setEvent(value)}
          />
          {isWide && <WideFields areaName={scope.areaName} value={wide} onChange={setWide} />}
        </Stack>
      }
      isReady={!isWide || isWideReady(wide)}
      go={isWide && !wide.isAlone ? t('confirm.ask') : fire}
      goColor={colorOf(status)}
      sending={accepting}
      onGo={(pin) => void accepting.go({ event, pin, reason, ...(isWide && wideOf(wide)) })}
      onClose={onClose}
    >
      <Text fw={600} lh={1.3}>
        {message.headline || message.event}
      </Text>
      <Text size="sm" c="var(--mantine-color-text)">
        {message.senderName} · {message.areaDescs.join(', ')}
      </Text>
    </PinDialog>
  )
}

function useAccept(messageId: string) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const send = useCallback(
    (body: Acceptance, signal: AbortSignal) =>
      api.post<EmergencyAnswer>(`/cap-messages/${messageId}/acceptance`, body, { signal }),
    [messageId],
  )
  const onDone = useCallback(
    (answer: EmergencyAnswer) => {
      const { emergencyId } = answer
      client.setQueryData(keys.emergency(emergencyId), answer)
      void client.invalidateQueries({ queryKey: keys.waitingCapMessages })
      void navigate({ to: '/khan-cap/$emergencyId', params: { emergencyId } })
    },
    [client, navigate],
  )
  return useInsistent(send, onDone)
}
