import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dayMonthText, readDayMonth } from './day-month.ts'

interface DayMonthFieldProps {
  label: string
  /** `04-15` */
  value: string
  onChange: (monthDay: string) => void
}

/** A day of every year, typed as 15/4. */
export function DayMonthField({ label, value, onChange }: DayMonthFieldProps) {
  const { t } = useTranslation('programmes')
  const [text, setText] = useState(dayMonthText(value))
  const isRead = readDayMonth(text) !== null
  return (
    <TextInput
      label={label}
      w={150}
      inputMode="numeric"
      placeholder="15/04"
      value={text}
      error={!isRead && t('validity.badDayMonth')}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value)
        const next = readDayMonth(currentTarget.value)
        if (next !== null) onChange(next)
      }}
    />
  )
}
