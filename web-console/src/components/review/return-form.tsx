import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

const NOTE_LENGTH_MAX = 2_000

interface ReturnFormProps {
  /** What else follows from it. */
  hint?: string | undefined
  onReturn: (note: string) => void
  onClose: () => void
}

/** What must be made better, for whoever made it. Ctrl and Enter sends it. */
export function ReturnForm({ hint, onReturn, onClose }: ReturnFormProps) {
  const { t } = useTranslation('bulletins')
  const { t: common } = useTranslation('common')
  const [note, setNote] = useState('')
  const [isAsked, setIsAsked] = useState(false)
  const send = () => (note.trim() === '' ? setIsAsked(true) : onReturn(note.trim()))
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Escape') onClose()
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send()
  }
  return (
    <Stack gap="sm">
      {hint && <Text>{hint}</Text>}
      <Textarea
        required
        autoFocus
        data-autofocus
        autosize
        minRows={2}
        maxLength={NOTE_LENGTH_MAX}
        label={t('acts.note')}
        description={t('acts.noteHint')}
        error={isAsked && note.trim() === '' && t('acts.noteMissing')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {common('cancel')}
        </Button>
        <Button onClick={send}>{t('acts.return')}</Button>
      </Group>
    </Stack>
  )
}
