import { Button, Group, Pill, Stack, TextInput } from '@mantine/core'
import type { LocalTime } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RemovablePill } from '../removable-pill.tsx'
import { readTime, sortedTimes } from './time-text.ts'

interface TimesFieldProps {
  value: readonly LocalTime[]
  onChange: (times: LocalTime[]) => void
}

/** Several times of day: type one, Enter or "Thêm giờ"; a press on a chip's cross removes it. */
export function TimesField({ value, onChange }: TimesFieldProps) {
  const { t } = useTranslation('programmes')
  const [text, setText] = useState('')
  const time = readTime(text)
  const isBad = text.trim() !== '' && time === null
  const add = () => {
    if (time === null) return
    onChange(sortedTimes([...value, time]))
    setText('')
  }
  return (
    <Stack gap="xs">
      <Group align="flex-start" gap="xs">
        <TextInput
          label={t('when.startTimes')}
          description={t('when.startTimesHint')}
          placeholder="05:30"
          inputMode="numeric"
          inputWrapperOrder={['label', 'description', 'input', 'error']}
          value={text}
          error={isBad && t('move.badTime')}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
          onBlur={add}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            add()
          }}
          rightSectionWidth="auto"
          rightSection={
            <Button variant="subtle" size="compact-md" mr={4} onClick={add} disabled={time === null}>
              {t('when.addTime')}
            </Button>
          }
        />
      </Group>
      {value.length > 0 && (
        <Pill.Group aria-label={t('when.chosenTimes')} role="group">
          {value.map((each) => (
            <RemovablePill
              key={each}
              size="lg"
              onRemove={() => onChange(value.filter((other) => other !== each))}
              removeLabel={t('when.removeTime', { time: each })}
            >
              {each}
            </RemovablePill>
          ))}
        </Pill.Group>
      )}
    </Stack>
  )
}
