import { Button, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { problemSentence } from '../../i18n/problem-sentence.ts'

/** What could not be shown and why, with a way to try again. */
export function ErrorState({ cause, onRetry }: { cause: unknown; onRetry?: () => void }) {
  const { t } = useTranslation('common')
  return (
    <Stack align="center" gap="sm" p="xl" role="alert">
      <IconAlertTriangle aria-hidden color="var(--tl-fault)" size={32} />
      <Text ta="center" maw={480}>
        {problemSentence(cause)}
      </Text>
      {onRetry && (
        <Button variant="default" onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
    </Stack>
  )
}
