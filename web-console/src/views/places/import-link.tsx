import { Button } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

/** To the page on which the tree is read from a spreadsheet. */
export function ImportLink() {
  const { t } = useTranslation('places')
  return (
    <Button
      variant="default"
      leftSection={<IconFileImport aria-hidden size={18} />}
      renderRoot={(props) => <Link to="/nhap-csv" {...props} />}
    >
      {t('import')}
    </Button>
  )
}
