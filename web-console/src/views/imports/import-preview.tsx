import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import type { TreeImportPreview } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { ConfirmButton } from '../../components/dialogs/confirm-button.tsx'
import { ImportCounts } from './import-counts.tsx'
import { ImportLines } from './import-lines.tsx'

interface ImportPreviewProps {
  preview: TreeImportPreview
  /** It was made anew because somebody changed the tree meanwhile. */
  isRenewed: boolean
  isBusy: boolean
  onCarryOut: () => void
}

/** What the file would do; refused rows first, since somebody has to do something about them. */
export function ImportPreview({ preview, isRenewed, isBusy, onCarryOut }: ImportPreviewProps) {
  const { t } = useTranslation('imports')
  const { counts, lines } = preview
  const changes = changesOf(counts)
  return (
    <Stack>
      {isRenewed && (
        <Alert variant="light" icon={<IconInfoCircle aria-hidden />} role="alert">
          {t('stale')}
        </Alert>
      )}
      <Group className="tl-surface" p="md" justify="space-between" gap="md">
        <ImportCounts counts={counts} />
        {changes > 0 && <CarryOut counts={counts} isBusy={isBusy} onCarryOut={onCarryOut} />}
      </Group>
      {isBusy && (
        <div role="status">
          <Text mb={4}>{t('doing')}</Text>
          <Progress value={100} animated aria-label={t('doing')} />
        </div>
      )}
      {changes === 0 && <Text>{t('nothing')}</Text>}
      <ImportLines
        title={t('refused')}
        hint={t('refusedHint')}
        lines={lines.filter(({ act }) => act === 'refuse')}
      />
      <ImportLines title={t('changes')} lines={lines.filter(({ act }) => act !== 'refuse')} />
      {lines.length < changes + counts.refuse && (
        <Text size="sm" c="dimmed">
          {t('cut', { count: lines.length })}
        </Text>
      )}
    </Stack>
  )
}

function changesOf({ add, change, move }: TreeImportPreview['counts']): number {
  return add + change + move
}

/** The server takes the rows that it can; where it refuses some, this is asked about first. */
function CarryOut({
  counts,
  isBusy,
  onCarryOut,
}: Pick<ImportPreviewProps, 'isBusy' | 'onCarryOut'> & Pick<TreeImportPreview, 'counts'>) {
  const { t } = useTranslation('imports')
  if (counts.refuse === 0)
    return (
      <Button size="md" loading={isBusy} onClick={onCarryOut}>
        {t('doCount', { count: changesOf(counts) })}
      </Button>
    )
  return (
    <ConfirmButton
      size="md"
      loading={isBusy}
      question={t('doRestQuestion', { count: counts.refuse })}
      onConfirm={onCarryOut}
    >
      {t('doRest')}
    </ConfirmButton>
  )
}
