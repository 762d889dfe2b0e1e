import { Text, TextInput } from '@mantine/core'
import type { EmergencyAnswer, EmergencyEnd } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PinDialog } from '../../../../components/emergency/pin/pin-dialog.tsx'
import { endWords } from './end-words.ts'
import { type EndBody, useEmergencyAct } from './use-end.ts'

interface EndDialogProps {
  emergency: EmergencyAnswer
  how: EmergencyEnd['how']
  onClose: () => void
}

/** One touch has opened it; the PIN ends the emergency. A reason may be given, and is never asked for first. */
export function EndDialog({ emergency, how, onClose }: EndDialogProps) {
  const { t } = useTranslation('emergency')
  const [reason, setReason] = useState('')
  const words = endWords(how, emergency.status)
  const end = useEmergencyAct<EndBody>(emergency.emergencyId, 'end', onClose)
  return (
    <PinDialog
      title={words === 'finish' ? t('end.finish') : t(`end.${words}Title`)}
      status={emergency.status}
      go={t(`end.${words}Go`)}
      goColor={how === 'allClear' ? 'leaf' : 'stop'}
      fields={
        <details className="tl-folded">
          <summary>{t('end.why')}</summary>
          <TextInput
            aria-label={t('end.why')}
            value={reason}
            maxLength={500}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
        </details>
      }
      sending={end}
      onGo={(pin) => void end.go({ how, reason: reason.trim(), pin })}
      onClose={onClose}
    >
      <Text fw={600} lh={1.3}>
        {t(`event.${emergency.event}`)} · {emergency.areaNames.join(', ')}
      </Text>
      <Text size="sm" c="var(--mantine-color-text)">
        {t(`end.${words}Hint`)}
      </Text>
    </PinDialog>
  )
}
