import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

const NOTE_LENGTH_MAX = 2_000

interface ReturnDialogProps {
  isOpen: boolean
  title: string
  /** What else follows from it. */
  hint?: string | undefined
  onReturn: (note: string) => void
  onClose: () => void
}

/** Sends something back to whoever made it, with what must be made better. */
export function ReturnDialog({ isOpen, title, hint, onReturn, onClose }: ReturnDialogProps) {
  const { t } = useTranslation('bulletins')
  const { t: common } = useTranslation('common')
  const [note, setNote] = useState('')
  const [isAsked, setIsAsked] = useState(false)
  const send = () => {
    setIsAsked(true)
    if (note.trim() === '') return
    onReturn(note.trim())
    setNote('')
    setIsAsked(false)
  }
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={`${t('acts.return')}: ${title}`}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <Stack>
        {hint && <Text>{hint}</Text>}
        <Textarea
          required
          data-autofocus
          autosize
          minRows={3}
          maxLength={NOTE_LENGTH_MAX}
          label={t('acts.note')}
          description={t('acts.noteHint')}
          error={isAsked && note.trim() === '' && t('acts.noteMissing')}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button onClick={send}>{t('acts.return')}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
