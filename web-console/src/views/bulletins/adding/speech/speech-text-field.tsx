import { Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useSayBulletin } from '../../../../components/bulletin/say-bulletin.ts'

/** As many as the server takes (`SPEECH_TEXT_LENGTH_MAX`). */
export const TEXT_LENGTH_MAX = 20_000

interface SpeechTextFieldProps {
  text: string
  onChange: (text: string) => void
  wordsPerMinute: number
  isMissing: boolean
}

/** The text with its length, in letters and in time to be heard. */
export function SpeechTextField({ text, onChange, wordsPerMinute, isMissing }: SpeechTextFieldProps) {
  const { t, i18n } = useTranslation('bulletins')
  const say = useSayBulletin()
  const wordCount = text.split(/\s+/).filter(Boolean).length
  const count = t('speech.count', {
    count: text.length,
    max: new Intl.NumberFormat(i18n.language).format(TEXT_LENGTH_MAX),
    duration: say.duration((wordCount / wordsPerMinute) * 60_000),
  })
  const isTooLong = text.length > TEXT_LENGTH_MAX
  return (
    <Textarea
      required
      autosize
      minRows={5}
      maxRows={14}
      label={t('speech.text')}
      description={wordCount === 0 ? t('speech.textHint') : count}
      error={isTooLong ? t('speech.tooLong') : isMissing && t('speech.textMissing')}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
