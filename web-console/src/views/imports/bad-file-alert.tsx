import { Alert } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { BadFile } from './read-csv-file.ts'

/** Why a file was not even looked at, and what to do. */
export function BadFileAlert({ bad }: { bad: BadFile | 'unreadable' }) {
  const { t } = useTranslation('imports')
  return (
    <Alert color="amber" variant="light" icon={<IconAlertTriangle aria-hidden />} role="alert">
      {t(`badFile.${bad}`)}
    </Alert>
  )
}
