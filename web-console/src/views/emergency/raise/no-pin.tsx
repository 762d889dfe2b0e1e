import { Alert, Button } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

/** Nobody raises an emergency without a PIN: said before it is needed, with the way to set one. */
export function NoPin() {
  const { t } = useTranslation('emergency')
  return (
    <Alert color="leaf" variant="light" mb="md" icon={<IconKey aria-hidden />} title={t('raise.noPinTitle')}>
      {t('raise.noPinText')}
      <Button component={Link} to="/phien" hash="pin" mt="xs" mih={44} display="block">
        {t('pinWanted.set')}
      </Button>
    </Alert>
  )
}
