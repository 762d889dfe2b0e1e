import { Alert, Button, Group, Text } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { LocalDraft } from './local-draft.ts'

interface KeptNoticeProps {
  kept: LocalDraft | null
  takeKept: () => void
  dropKept: () => void
}

/** What was typed here before the page was lost can be taken up again. */
export function KeptNotice({ kept, takeKept, dropKept }: KeptNoticeProps) {
  const { t } = useTranslation('programmes')
  if (!kept) return null
  return (
    <Alert variant="default" icon={<IconHistory aria-hidden />} title={t('kept.title')}>
      <Text size="sm" mb="xs">
        {t('kept.text', { name: kept.form.name || t('newProgramme') })}
      </Text>
      <Group gap="xs">
        <Button size="compact-md" onClick={takeKept}>
          {t('kept.take')}
        </Button>
        <Button size="compact-md" variant="default" onClick={dropKept}>
          {t('kept.drop')}
        </Button>
      </Group>
    </Alert>
  )
}
