import { Stack, Text, TextInput } from '@mantine/core'
import type { EmergencyAnswer, EmergencyUpdate } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PinDialog } from '../../../../components/emergency/pin/pin-dialog.tsx'
import { colorOf, isExercise } from '../../../../components/emergency/status-look.tsx'
import { useNow } from '../../../../components/use-now.ts'
import { WarningFields } from '../../warning/warning-fields.tsx'
import { USUAL_WARNING, type WarningForm, warningOf } from '../../warning/warning-form.ts'
import { useEmergencyAct } from './use-end.ts'

interface UpdateDialogProps {
  emergency: EmergencyAnswer
  onClose: () => void
}

/** A new warning in place of the one that sounds: other words, graver or lighter, for longer. */
export function UpdateDialog({ emergency, onClose }: UpdateDialogProps) {
  const { t } = useTranslation('emergency')
  const nowAt = useNow(20_000)
  const { emergencyId, event, severity, text, language, status } = emergency
  const [warning, setWarning] = useState<WarningForm>({ ...USUAL_WARNING, event, severity, text, language })
  const [reason, setReason] = useState('')
  const update = useEmergencyAct<Omit<EmergencyUpdate, 'requestId'>>(emergencyId, 'updates', onClose)
  const send = (pin: string) =>
    update.go({
      ...warningOf(warning, event, Date.now()),
      reason: reason.trim() || t(`usualReason.${event}`),
      pin,
    })
  return (
    <PinDialog
      title={t(isExercise(status) ? 'update.titleExercise' : 'update.title')}
      status={status}
      go={t('update.go')}
      goColor={colorOf(status)}
      fields={
        <Stack gap="sm">
          <TextInput
            label={t('update.reason')}
            placeholder={t(`usualReason.${event}`)}
            value={reason}
            maxLength={500}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
          <WarningFields
            warning={warning}
            nowAt={nowAt}
            onChange={(changed) => setWarning({ ...warning, ...changed, event })}
          />
        </Stack>
      }
      sending={update}
      onGo={(pin) => void send(pin)}
      onClose={onClose}
    >
      <Text fw={600} lh={1.3}>
        {t(`event.${event}`)} · {emergency.areaNames.join(', ')}
      </Text>
      <Text size="sm" c="var(--mantine-color-text)">
        {t('update.hint')}
      </Text>
    </PinDialog>
  )
}
