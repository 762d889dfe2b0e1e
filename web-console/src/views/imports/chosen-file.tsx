import { Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ImportSource } from './use-import.ts'

interface ChosenFileProps {
  source: ImportSource
  onAnother: () => void
  isBusy: boolean
}

/** What is being looked at, and the way to another file. */
export function ChosenFile({ source, onAnother, isBusy }: ChosenFileProps) {
  const { t } = useTranslation('imports')
  return (
    <Group gap="sm">
      <Text>{t('file', { name: source.name })}</Text>
      <Button variant="default" size="sm" onClick={onAnother} disabled={isBusy}>
        {t('another')}
      </Button>
    </Group>
  )
}
