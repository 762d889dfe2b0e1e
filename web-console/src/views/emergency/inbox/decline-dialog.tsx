import { Text, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { CapMessageLine } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../api/client.ts'
import { keys } from '../../../api/keys.ts'
import { Dialog } from '../../../components/dialogs/dialog.tsx'
import { SaveActs } from '../../../components/dialogs/dialog-acts.tsx'
import { FormProblem } from '../../../components/dialogs/form-problem.tsx'
import { PlainForm } from '../../../components/dialogs/plain-form.tsx'

interface DeclineDialogProps {
  message: CapMessageLine
  onClose: () => void
}

/** Nothing sounds; why not is recorded. */
export function DeclineDialog({ message: { messageId, headline, event }, onClose }: DeclineDialogProps) {
  const { t } = useTranslation('emergency')
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const decline = useMutation({
    mutationFn: () => api.post(`/cap-messages/${messageId}/decline`, { reason: reason.trim() }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.waitingCapMessages })
      onClose()
    },
  })
  return (
    <Dialog onClose={onClose} title={t('inbox.decline')}>
      <PlainForm onSubmit={() => decline.mutate()}>
        <Text>{headline || event}</Text>
        <FormProblem cause={decline.error} />
        <Textarea
          data-autofocus
          label={t('inbox.whyNot')}
          maxLength={500}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
        <SaveActs
          save={t('inbox.decline')}
          onCancel={onClose}
          disabled={reason.trim() === ''}
          loading={decline.isPending}
        />
      </PlainForm>
    </Dialog>
  )
}
