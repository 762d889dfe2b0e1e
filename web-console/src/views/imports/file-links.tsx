import { Button, Group } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import type { AreaId } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import sampleUrl from '../../../../docs/samples/dia-ban-mau.csv?url&no-inline'
import { urlOf } from '../../api/client.ts'

interface FileLinksProps {
  areaId: AreaId | null
  isExportOffered: boolean
}

/** The sample file, and the present tree as such a file. */
export function FileLinks({ areaId, isExportOffered }: FileLinksProps) {
  const { t } = useTranslation('imports')
  return (
    <Group gap="xs">
      <DownloadLink href={sampleUrl} fileName="dia-ban-mau.csv" label={t('sample')} />
      {isExportOffered && (
        <DownloadLink href={urlOf('/tree-export', { areaId })} fileName="dia-ban.csv" label={t('export')} />
      )}
    </Group>
  )
}

function DownloadLink({ href, fileName, label }: { href: string; fileName: string; label: string }) {
  return (
    <Button
      component="a"
      variant="default"
      href={href}
      download={fileName}
      leftSection={<IconDownload aria-hidden size={18} />}
    >
      {label}
    </Button>
  )
}
