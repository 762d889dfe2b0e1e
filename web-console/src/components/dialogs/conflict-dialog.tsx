import { Button, Group, Paper, SimpleGrid, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from './dialog.tsx'

interface ConflictDialogProps {
  /** Both as the page shows such a thing. */
  mine: ReactNode
  theirs: ReactNode
  onTakeTheirs: () => void
  /** Sends mine again with `If-Match` of their version. */
  onPutMine: () => void
  onClose: () => void
}

/** 412 `changedMeanwhile`: shows both, and nobody's work is lost silently. */
export function ConflictDialog({ mine, theirs, ...acts }: ConflictDialogProps) {
  const { t } = useTranslation('common')
  return (
    <Dialog onClose={acts.onClose} size="lg" title={t('conflict.title')}>
      <Text mb="md">{t('conflict.text')}</Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} mb="lg">
        <Version title={t('conflict.mine')}>{mine}</Version>
        <Version title={t('conflict.theirs')}>{theirs}</Version>
      </SimpleGrid>
      <Group justify="flex-end">
        <Button variant="default" onClick={acts.onPutMine}>
          {t('conflict.putMine')}
        </Button>
        <Button onClick={acts.onTakeTheirs}>{t('conflict.takeTheirs')}</Button>
      </Group>
    </Dialog>
  )
}

function Version({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper className="tl-surface" p="sm">
      <Title order={2} size="h5" mb="xs">
        {title}
      </Title>
      {children}
    </Paper>
  )
}
