import { Box, Button, Group, Paper, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormProblem } from '../../../components/dialogs/form-problem.tsx'
import { ReturnDialog } from '../../../components/review/return-dialog.tsx'
import type { MetProblem, SavingAct } from './saving/use-saving.ts'

const REVIEWS: readonly SavingAct[] = ['approval', 'return']

interface ReviewActsProps {
  name: string
  pending: SavingAct | null
  problem: MetProblem | null
  onApprove: () => void
  onReturn: (note: string) => void
}

/** For whoever may approve what is submitted: approve it, or send it back with a word. */
export function ReviewActs({ name, pending, problem, onApprove, onReturn }: ReviewActsProps) {
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
      {problem && REVIEWS.includes(problem.act) && (
        <Box mt="sm">
          <FormProblem cause={problem.cause} />
        </Box>
      )}
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
