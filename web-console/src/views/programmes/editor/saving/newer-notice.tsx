import { Alert, Button, Stack, Text } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import type { ProgrammeAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import type { Editor } from '../use-editor.ts'

/** Somebody saved while I type: said at once, not only when I save. */
export function NewerNotice({ saved, editor }: { saved: ProgrammeAnswer | null; editor: Editor }) {
  const { t } = useTranslation('programmes')
  const { version, isDirty, saving } = editor
  if (!saved || version === null || !isDirty || saved.version <= version || saving.pending) return null
  return (
    <Alert variant="default" icon={<IconUsers aria-hidden />} title={t('newer.title')} role="status">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t('newer.text', { name: saved.changedBy })}</Text>
        <Button size="compact-md" variant="default" onClick={() => saving.showNewer(saved)}>
          {t('newer.show')}
        </Button>
      </Stack>
    </Alert>
  )
}
