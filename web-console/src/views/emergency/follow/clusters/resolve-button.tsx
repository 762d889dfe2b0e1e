import { Button, Textarea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { EmergencyClusterLine } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../../api/client.ts'
import { keys } from '../../../../api/keys.ts'
import { Dialog } from '../../../../components/dialogs/dialog.tsx'
import { SaveActs } from '../../../../components/dialogs/dialog-acts.tsx'
import { FormProblem } from '../../../../components/dialogs/form-problem.tsx'
import { PlainForm } from '../../../../components/dialogs/plain-form.tsx'
import { useMayIn } from '../../../../components/orders/use-may-in.ts'
import { toast } from '../../../../components/toast.ts'

interface ResolveProps {
  line: EmergencyClusterLine
  emergencyId: string
}

/** A cluster that nobody heard stays on the list until somebody says what was done there. */
export function ResolveButton({ line, emergencyId }: ResolveProps) {
  const { t } = useTranslation('emergency')
  const mayIn = useMayIn('emergency.resolve')
  const [isOpen, { open, close }] = useDisclosure(false)
  if (!mayIn(line.areaId)) return null
  const { name } = line
  return (
    <>
      <Button
        variant="default"
        h={44}
        px="sm"
        style={{ flex: 'none' }}
        aria-label={t('resolve.actNamed', { name })}
        onClick={open}
      >
        {t('resolve.act')}
      </Button>
      {isOpen && <ResolveDialog line={line} emergencyId={emergencyId} onClose={close} />}
    </>
  )
}

function ResolveDialog({
  line: { clusterId, name },
  emergencyId,
  onClose,
}: ResolveProps & { onClose: () => void }) {
  const { t } = useTranslation('emergency')
  const client = useQueryClient()
  const [note, setNote] = useState('')
  const resolve = useMutation({
    mutationFn: () =>
      api.post(`/emergencies/${emergencyId}/clusters/${clusterId}/resolution`, { note: note.trim() }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.emergency(emergencyId) })
      toast(t('resolve.done'))
      onClose()
    },
  })
  return (
    <Dialog onClose={onClose} title={t('resolve.title', { name })}>
      <PlainForm onSubmit={() => resolve.mutate()}>
        <FormProblem cause={resolve.error} />
        <Textarea
          data-autofocus
          label={t('resolve.note')}
          description={t('resolve.noteHint')}
          autosize
          minRows={2}
          maxLength={500}
          value={note}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
        <SaveActs
          save={t('resolve.save')}
          onCancel={onClose}
          disabled={note.trim() === ''}
          loading={resolve.isPending}
        />
      </PlainForm>
    </Dialog>
  )
}
