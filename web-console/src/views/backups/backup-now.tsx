import { Button, Group, Stack, Text } from '@mantine/core'
import type { BackupUnderWay } from '@tieng-lang/protocol/browser'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useBackupOrders } from './use-backups.ts'

/** The page's one act; while a backup is being made, how far it is. */
export function BackupNow({ underWay }: { underWay: BackupUnderWay | null }) {
  const { t } = useTranslation('backups')
  const { begin, cancel } = useBackupOrders()
  if (underWay)
    return (
      <Stack gap="xs" className="tl-surface" p="sm">
        <Progress underWay={underWay} />
        <Group>
          <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            {t('cancel')}
          </Button>
        </Group>
      </Stack>
    )
  return (
    <Group>
      <Button loading={begin.isPending} onClick={() => begin.mutate()}>
        {t('now')}
      </Button>
    </Group>
  )
}

function Progress({ underWay: { by, step, progressPart } }: { underWay: BackupUnderWay }) {
  const { t } = useTranslation('backups')
  const labelId = useId()
  return (
    <>
      <Text fw={500} role="status">
        {t('underWay', { by })}
      </Text>
      <Text id={labelId}>{t(`step.${step}`)}</Text>
      <progress
        aria-labelledby={labelId}
        max={1}
        value={progressPart}
        style={{ inlineSize: '100%', accentColor: 'var(--tl-health)' }}
      />
    </>
  )
}
