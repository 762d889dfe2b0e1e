import { Input, SegmentedControl, Select, SimpleGrid } from '@mantine/core'
import type { Voice } from '@tieng-lang/protocol/browser'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLanguage } from '../../../../i18n/index.ts'

export const WORDS_PER_MINUTE = { slow: 120, normal: 150, fast: 180 } as const
export type Speed = keyof typeof WORDS_PER_MINUTE
const SPEEDS: readonly Speed[] = ['slow', 'normal', 'fast']

interface VoiceFieldsProps {
  voices: readonly Voice[]
  value: { voice: string; speed: Speed }
  onChange: (value: { voice: string; speed: Speed }) => void
}

/** Who speaks, and how fast. */
export function VoiceFields({ voices, value, onChange }: VoiceFieldsProps) {
  const { t } = useTranslation('bulletins')
  const speedId = useId()
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <Select
        label={t('speech.voice')}
        allowDeselect={false}
        data={voices.map(({ voice, name }) => ({ value: voice, label: name[currentLanguage()] }))}
        value={value.voice}
        onChange={(voice) => onChange({ ...value, voice: voice ?? value.voice })}
      />
      <div>
        <Input.Label id={speedId} labelElement="div" size="md">
          {t('speech.speed')}
        </Input.Label>
        <SegmentedControl
          aria-labelledby={speedId}
          size="md"
          fullWidth
          value={value.speed}
          onChange={(next) =>
            onChange({ ...value, speed: SPEEDS.find((speed) => speed === next) ?? 'normal' })
          }
          data={SPEEDS.map((speed) => ({ value: speed, label: t(`speech.${speed}`) }))}
        />
      </div>
    </SimpleGrid>
  )
}
