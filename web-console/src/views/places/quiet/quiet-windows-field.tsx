import { Stack, Text } from '@mantine/core'
import type { QuietWindow } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { LinesField } from '../../../components/lines-field.tsx'
import { QuietWindowLine } from './quiet-window-line.tsx'
import { NIGHT } from './quiet-windows.ts'

/** As the protocol bounds them. */
const WINDOWS_MAX = 50

const NOON: QuietWindow = { from: '11:30', until: '13:30' }

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
      <LinesField
        value={value}
        onChange={onChange}
        line={QuietWindowLine}
        newLine={value.length === 0 ? NIGHT : NOON}
        addWord={t('quiet.add')}
        linesMax={WINDOWS_MAX}
      />
    </Stack>
  )
}
