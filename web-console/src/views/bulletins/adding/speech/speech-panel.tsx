import { Button, Group, Stack, TextInput } from '@mantine/core'
import type { SpeechOrder, Voice } from '@tieng-lang/protocol/browser'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useVoices } from '../../../../api/bulletins.ts'
import { FormProblem } from '../../../../components/dialogs/form-problem.tsx'
import { EmptyState } from '../../../../components/page/empty-state.tsx'
import { ErrorState } from '../../../../components/page/error-state.tsx'
import { LoadingState } from '../../../../components/page/loading-state.tsx'
import { PreviewPlayer } from '../../../../components/preview/preview-player.tsx'
import { useSoundPreview } from '../../../../components/preview/use-sound-preview.ts'
import { NewBulletinList } from '../new-bulletin-list.tsx'
import { newBulletins, useNewBulletins } from '../queue/new-bulletins.ts'
import { SharedFields } from '../shared-fields.tsx'
import { SpeechTextField, TEXT_LENGTH_MAX } from './speech-text-field.tsx'
import { type Speed, VoiceFields, WORDS_PER_MINUTE } from './voice-fields.tsx'

/** Text that the machine speaks: written, heard once, made. */
export function SpeechPanel() {
  const { t } = useTranslation('bulletins')
  const voices = useVoices()
  const list = useRef<HTMLDivElement>(null)
  if (voices.isPending) return <LoadingState />
  if (!voices.data) return <ErrorState cause={voices.error} onRetry={() => void voices.refetch()} />
  if (voices.data.length === 0) return <EmptyState title={t('speech.noVoice')} />
  // What was just ordered must be seen, and it stands below a long form.
  const showList = () => requestAnimationFrame(() => list.current?.scrollIntoView({ block: 'end' }))
  return (
    <Stack gap="md">
      <SpeechForm voices={voices.data} onMade={showList} />
      <div ref={list}>
        <NewBulletinList />
      </div>
    </Stack>
  )
}

function SpeechForm({ voices, onMade }: { voices: readonly Voice[]; onMade: () => void }) {
  const { t } = useTranslation('bulletins')
  const { shared } = useNewBulletins()
  const [text, setText] = useState('')
  const [title, setTitle] = useState('')
  const [said, setSaid] = useState<{ voice: string; speed: Speed }>({
    voice: voices[0]?.voice ?? '',
    speed: 'normal',
  })
  const [isAsked, setIsAsked] = useState(false)
  const preview = useSoundPreview<SpeechOrder>('/speech')
  const speech: SpeechOrder = {
    text: text.trim(),
    voice: said.voice,
    wordsPerMinute: WORDS_PER_MINUTE[said.speed],
  }
  const isSpeakable = speech.text !== '' && text.length <= TEXT_LENGTH_MAX
  const make = () => {
    const isComplete = isSpeakable && title.trim() !== '' && shared.areaId !== null
    setIsAsked(!isComplete)
    if (!isComplete) return
    newBulletins.speak({ kind: 'speech', speech }, title.trim(), { ...shared, kind: 'speech' })
    setText('')
    setTitle('')
    preview.clear()
    onMade()
  }
  return (
    <Stack gap="sm">
      <SpeechTextField
        text={text}
        onChange={setText}
        wordsPerMinute={speech.wordsPerMinute}
        isMissing={isAsked && speech.text === ''}
      />
      <VoiceFields voices={voices} value={said} onChange={setSaid} />
      <PreviewPlayer
        {...preview}
        words={{ ask: t('speech.preview'), player: t('speech.previewPlayer') }}
        onAsk={() => (isSpeakable ? void preview.ask(speech) : setIsAsked(true))}
      />
      <FormProblem cause={preview.cause} />
      <TextInput
        required
        label={t('labels.title')}
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        error={isAsked && title.trim() === '' && t('labels.titleMissing')}
      />
      <SharedFields
        isSpoken
        value={shared}
        onChange={(change) => newBulletins.setShared(change)}
        areaError={isAsked && shared.areaId === null ? t('adding.areaMissing') : undefined}
      />
      <Group justify="flex-end">
        <Button size="md" onClick={make}>
          {t('speech.make')}
        </Button>
      </Group>
    </Stack>
  )
}
