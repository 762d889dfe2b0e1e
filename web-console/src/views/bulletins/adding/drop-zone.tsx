import { Button, Stack, Text } from '@mantine/core'
import { IconFileMusic } from '@tabler/icons-react'
import { type ChangeEvent, type DragEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

/** What the picker offers first; the server looks into the file, not at its ending. */
const ACCEPTED = 'audio/*,.mp3,.m4a,.wav,.ogg,.oga,.opus,.flac,.aac,.wma,.amr,.aiff,.caf,.3gp,.webm,.mka'

/** Files by the picker or dropped, several at once. */
export function DropZone({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useTranslation('bulletins')
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setIsOver] = useState(false)
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    onFiles([...event.dataTransfer.files])
  }
  const onPicked = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    onFiles([...(currentTarget.files ?? [])])
    // The same file chosen again is a change only after this.
    currentTarget.value = ''
  }
  return (
    <Stack
      align="center"
      gap="xs"
      p="lg"
      className="tl-surface"
      style={{ borderStyle: 'dashed', borderWidth: 2, ...(isOver && { borderColor: 'var(--tl-health)' }) }}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={onDrop}
    >
      <IconFileMusic aria-hidden size={32} />
      <Text visibleFrom="sm">{t(isOver ? 'adding.dropHere' : 'adding.drop')}</Text>
      <Button variant="default" size="md" onClick={() => input.current?.click()}>
        {t('adding.choose')}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        accept={ACCEPTED}
        hidden
        aria-label={t('adding.choose')}
        onChange={onPicked}
      />
      <Text size="sm" c="dimmed" ta="center">
        {t('adding.dropHint')}
      </Text>
    </Stack>
  )
}
