import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconPrinter } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

/** The calendar's one primary act. */
export function NewProgrammeButton() {
  const { t } = useTranslation('programmes')
  return (
    <Button
      size="md"
      leftSection={<IconPlus aria-hidden size={18} />}
      renderRoot={(props) => <Link {...props} to="/lich-phat/moi" />}
    >
      {t('newProgramme')}
    </Button>
  )
}

/** Prints the page as it stands. */
export function PrintButton() {
  const { t } = useTranslation('programmes')
  return (
    <ActionIcon variant="default" size={42} aria-label={t('calendar.print')} onClick={() => window.print()}>
      <IconPrinter aria-hidden size={20} />
    </ActionIcon>
  )
}
