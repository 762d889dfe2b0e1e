import { Stack, Text } from '@mantine/core'
import type { BulletinAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { useVoices } from '../../api/bulletins.ts'
import { currentLanguage } from '../../i18n/index.ts'

/** The file that it came from, or the text that was spoken. */
export function BulletinSource({ source }: { source: BulletinAnswer['source'] }) {
  const { t } = useTranslation('bulletins')
  if (source.kind === 'file')
    return (
      <Text style={{ overflowWrap: 'anywhere' }}>{t('one.fileName', { fileName: source.fileName })}</Text>
    )
  return (
    <Stack gap="xs">
      <SpokenBy voice={source.voice} wordsPerMinute={source.wordsPerMinute} />
      <Text style={{ whiteSpace: 'pre-wrap' }}>{source.text}</Text>
    </Stack>
  )
}

function SpokenBy({ voice, wordsPerMinute }: { voice: string; wordsPerMinute: number }) {
  const { t } = useTranslation('bulletins')
  const { data: voices = [] } = useVoices()
  const name = voices.find((known) => known.voice === voice)?.name[currentLanguage()] ?? voice
  return (
    <Text size="sm" c="dimmed">
      {t('one.spoken', { voice: name, wordsPerMinute })}
    </Text>
  )
}
