import { TextInput } from '@mantine/core'
import type { LocalTime } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readTime } from './time-text.ts'

interface TimeFieldProps {
  label: string
  value: LocalTime
  onChange: (time: LocalTime) => void
}

/** One time of day, typed as people write it: 5h30, 17:00, 1730. What is no time is said so and changes nothing. */
export function TimeField({ label, value, onChange }: TimeFieldProps) {
  const { t } = useTranslation('programmes')
  const [text, setText] = useState(value)
  const [shown, setShown] = useState(value)
  if (shown !== value) {
    setShown(value)
    if (readTime(text) !== value) setText(value)
  }
  const time = readTime(text)
  return (
    <TextInput
      label={label}
      w={120}
      value={text}
      inputMode="numeric"
      error={time === null && t('move.badTime')}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value)
        const next = readTime(currentTarget.value)
        if (next !== null) onChange(next)
      }}
      onBlur={() => time !== null && setText(time)}
    />
  )
}
