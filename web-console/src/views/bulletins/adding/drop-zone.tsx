import { IconFileMusic } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { FileDrop } from '../../../components/file-drop.tsx'

/** What the picker offers first; the server looks into the file, not at its ending. */
const ACCEPTED = 'audio/*,.mp3,.m4a,.wav,.ogg,.oga,.opus,.flac,.aac,.wma,.amr,.aiff,.caf,.3gp,.webm,.mka'

/** Recordings by the picker or dropped, several at once. */
export function DropZone({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useTranslation('bulletins')
  return (
    <FileDrop
      icon={<IconFileMusic aria-hidden size={32} />}
      words={{
        drop: t('adding.drop'),
        dropHere: t('adding.dropHere'),
        choose: t('adding.choose'),
        hint: t('adding.dropHint'),
      }}
      accept={ACCEPTED}
      isMultiple
      chooseVariant="default"
      onFiles={onFiles}
    />
  )
}
