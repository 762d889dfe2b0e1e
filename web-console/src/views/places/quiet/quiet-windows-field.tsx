import { Button, Group, Stack, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { QuietWindow } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { QuietWindowLine } from './quiet-window-line.tsx'
import { NIGHT } from './quiet-windows.ts'

/** As the protocol bounds them. */
const WINDOWS_MAX = 50

interface QuietWindowsFieldProps {
  value: readonly QuietWindow[]
  onChange: (windows: QuietWindow[]) => void
}

/** Windows of quiet, one below the other. */
export function QuietWindowsField({ value, onChange }: QuietWindowsFieldProps) {
  const { t } = useTranslation('places')
  return (
    <Stack gap="sm">
      {value.length === 0 && <Text size="sm">{t('quiet.none')}</Text>}
      {value.map((window, index) => (
        <QuietWindowLine
          // biome-ignore lint/suspicious/noArrayIndexKey: two windows may be the same while they are written
          key={`${value.length} ${index}`}
          number={index + 1}
          window={window}
          onChange={(changed) => onChange(value.map((old, at) => (at === index ? changed : old)))}
          onRemove={() => onChange(value.filter((_, at) => at !== index))}
        />
      ))}
      {value.length < WINDOWS_MAX && (
        <Group>
          <Button
            variant="default"
            leftSection={<IconPlus aria-hidden size={16} />}
            onClick={() =>
              onChange([...value, value.length === 0 ? NIGHT : { from: '11:30', until: '13:30' }])
            }
          >
            {t('quiet.add')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}
