import { Alert, Stack, Text, Title } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { type BackupsAnswer, EVERYWHERE } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../components/page/empty-state.tsx'
import { ErrorState } from '../../components/page/error-state.tsx'
import { LoadingState } from '../../components/page/loading-state.tsx'
import { PageHeader } from '../../components/page/page-header.tsx'
import { Say } from '../../components/say.tsx'
import { useMay } from '../../session/session-context.ts'
import { BackupLines } from './backup-lines.tsx'
import { BackupNow } from './backup-now.tsx'
import { isDiskShort } from './backup-state.ts'
import { NewestBackup } from './newest-backup.tsx'
import { sayGb, sayMb } from './say-size.ts'
import { useBackups } from './use-backups.ts'
import '../../i18n/late/backups-words.ts'

/** Whether the server could be put on another machine tomorrow, and a button that sees to it. */
export function BackupsPage() {
  const { t } = useTranslation('backups')
  const mayMake = useMay('backup.make', EVERYWHERE)
  const backups = useBackups({ isEnabled: mayMake })
  return (
    <>
      <PageHeader title={t('title')} />
      {!mayMake && <EmptyState title={t('notYours')} />}
      {mayMake && backups.isPending && <LoadingState lines={4} />}
      {backups.isError && <ErrorState cause={backups.error} onRetry={() => void backups.refetch()} />}
      {backups.data && <Backups answer={backups.data} />}
    </>
  )
}

function Backups({ answer }: { answer: BackupsAnswer }) {
  const { t } = useTranslation('backups')
  return (
    <Stack gap="xl">
      <Text maw={680}>{t('lead')}</Text>
      <Stack component="section" gap="sm">
        <Title order={2} size="h4">
          {t('stateTitle')}
        </Title>
        <NewestBackup answer={answer} />
        <BackupNow underWay={answer.underWay} />
        <Text c="dimmed">
          {answer.nextAt === null ? (
            t('noNext')
          ) : (
            <>
              {t('next')}: <Say at={answer.nextAt} />
            </>
          )}
        </Text>
      </Stack>
      <Disk answer={answer} />
      {answer.backups.length > 0 && (
        <Stack component="section" gap="sm">
          <Title order={2} size="h4">
            {t('listTitle')}
          </Title>
          <BackupLines backups={answer.backups} />
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {t('folder', { folder: answer.folder })}
          </Text>
          <Text size="sm" maw={680}>
            {t('elsewhere')}
          </Text>
        </Stack>
      )}
    </Stack>
  )
}

function Disk({ answer }: { answer: BackupsAnswer }) {
  const { t, i18n } = useTranslation('backups')
  const { freeBytes, backupFreeBytes, databaseBytes } = answer.disk
  const free = sayGb(freeBytes, i18n.language)
  return (
    <Stack component="section" gap="xs">
      <Title order={2} size="h4">
        {t('diskTitle')}
      </Title>
      <Text>{t('dataDisk', { free, database: sayMb(databaseBytes, i18n.language) })}</Text>
      <Text>{t('backupDisk', { free: sayGb(backupFreeBytes, i18n.language) })}</Text>
      {isDiskShort(answer) && (
        <Alert color="amber" icon={<IconAlertTriangle aria-hidden />} title={t('diskShort')} />
      )}
    </Stack>
  )
}
