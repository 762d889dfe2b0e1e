import { Button, Group, Paper, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ReturnDialog } from '../../bulletins/return-dialog.tsx'
import type { SavingAct } from './saving/use-saving.ts'

interface ReviewActsProps {
  name: string
  pending: SavingAct | null
  onApprove: () => void
  onReturn: (note: string) => void
}

/** For whoever may approve what is submitted: approve it, or send it back with a word. */
export function ReviewActs({ name, pending, onApprove, onReturn }: ReviewActsProps) {
  const { t } = useTranslation('programmes')
  const [isReturning, setIsReturning] = useState(false)
  return (
    <Paper className="tl-surface" p="sm">
      <Group justify="space-between">
        <Text fw={500}>{t('review.question')}</Text>
        <Group gap="xs">
          <Button variant="default" disabled={pending !== null} onClick={() => setIsReturning(true)}>
            {t('review.return')}
          </Button>
          <Button loading={pending === 'approval'} disabled={pending !== null} onClick={onApprove}>
            {t('review.approve')}
          </Button>
        </Group>
      </Group>
      <ReturnDialog
        isOpen={isReturning}
        title={name}
        onClose={() => setIsReturning(false)}
        onReturn={(note) => {
          setIsReturning(false)
          onReturn(note)
        }}
      />
    </Paper>
  )
}
