import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { urlOf } from '../../api/client.ts'
import type { PlayoutSpan } from './use-playout-days.ts'

/** The log of what is shown, as a spreadsheet. */
export function CsvLink({ span: { areaId, from, until } }: { span: PlayoutSpan }) {
  const { t } = useTranslation('playouts')
  return (
    <Button
      component="a"
      variant="default"
      href={urlOf('/playouts.csv', { areaId, from, until })}
      download
      leftSection={<IconDownload aria-hidden size={18} />}
    >
      {t('csv')}
    </Button>
  )
}
