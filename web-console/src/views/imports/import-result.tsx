import { Alert, Button, Group, Stack } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { TreeImportPreview } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { ImportCounts } from './import-counts.tsx'
import { ImportLines } from './import-lines.tsx'

/** What came out of it, row by row where it did not. */
export function ImportResult({ result, onAnother }: { result: TreeImportPreview; onAnother: () => void }) {
  const { t } = useTranslation('imports')
  return (
    <Stack>
      <Alert variant="light" icon={<IconCircleCheck aria-hidden />} title={t('done')} role="status">
        {t('doneText')}
      </Alert>
      <Group className="tl-surface" p="md" justify="space-between" gap="md">
        <ImportCounts counts={result.counts} />
        <Group gap="xs">
          <Button variant="default" size="md" onClick={onAnother}>
            {t('another')}
          </Button>
          <Button size="md" renderRoot={(props) => <Link to="/dia-ban" {...props} />}>
            {t('toPlaces')}
          </Button>
        </Group>
      </Group>
      <ImportLines title={t('doneRefused')} lines={result.lines.filter(({ act }) => act === 'refuse')} />
    </Stack>
  )
}
