import { Alert, Anchor } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { Link, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMaySomewhere, useSession } from '../../session/session-context.ts'

/** On the first page, to whoever may raise an emergency and has no PIN yet. */
export function PinWanted() {
  const { t } = useTranslation('emergency')
  const { hasPin } = useSession()
  const { pathname } = useLocation()
  const mayRaise = useMaySomewhere('emergency.raise')
  if (hasPin || !mayRaise || pathname !== '/') return null
  return (
    <Alert color="leaf" variant="light" mb="md" icon={<IconKey aria-hidden />} title={t('pinWanted.title')}>
      {t('pinWanted.text')}{' '}
      <Anchor component={Link} to="/phien" hash="pin" inherit fw={600} underline="always">
        {t('pinWanted.set')}
      </Anchor>
    </Alert>
  )
}
