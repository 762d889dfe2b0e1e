import { IconAlertOctagon } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMaySomewhere } from '../../session/session-context.ts'

/** The way in from every page, framed in red: beside Dừng on a desk, above the thumb on a phone. */
export function EmergencyEnter() {
  const { t } = useTranslation('emergency')
  if (!useMaySomewhere('emergency.raise')) return null
  return (
    <Link to="/khan-cap" className="tl-emergency-enter tl-emergency-frame">
      <IconAlertOctagon aria-hidden size={22} style={{ flex: 'none' }} />
      {t('enter')}
    </Link>
  )
}
