import { Button, List, Text } from '@mantine/core'
import type { LiveSessionLine } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { useOpenLiveSessions } from '../../../api/live-sessions.ts'
import { Dialog } from '../../../components/dialogs/dialog.tsx'
import { DialogActs } from '../../../components/dialogs/dialog-acts.tsx'
import { useTimes } from '../../../i18n/use-times.ts'

interface TakeOverDialogProps {
  onTakeOver: () => void
  onClose: () => void
}

/** A relay is no voice: nobody is cut off there, it goes on afterwards. */
const isVoice = ({ occurrenceId }: LiveSessionLine) => occurrenceId === null

/** Somebody speaks there already: who, and whether they are to be cut off. */
export function TakeOverDialog({ onTakeOver, onClose }: TakeOverDialogProps) {
  const { t } = useTranslation('live')
  const times = useTimes()
  const { data: sessions = [] } = useOpenLiveSessions()
  return (
    <Dialog title={t('takeOver.title')} onClose={onClose}>
      <Text mb="sm">{t('takeOver.text')}</Text>
      <List size="sm" mb="lg">
        {sessions.filter(isVoice).map(({ sessionId, speaker, title, startedAt }) => (
          <List.Item key={sessionId}>
            {t('takeOver.who', { speaker, title, time: times.timeOfDay(startedAt) })}
          </List.Item>
        ))}
      </List>
      <DialogActs onCancel={onClose}>
        <Button onClick={onTakeOver}>{t('takeOver.go')}</Button>
      </DialogActs>
    </Dialog>
  )
}
