import { Button } from '@mantine/core'
import { useLocation, useNavigate } from '@tanstack/react-router'
import type { EmergencyLine } from '@tieng-lang/protocol/browser'
import { type ComponentType, lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isOpen, useOpenEmergencies } from '../../api/emergencies/emergency-queries.ts'
import '../../components/emergency/emergency.css'
import type { ConfirmSecondProps } from '../../components/emergency/second/confirm-second.tsx'
import { OneBanner } from './one-banner.tsx'
import { useAlarm } from './use-alarm.ts'
import { WaitingNotice } from './waiting-notice.tsx'

/** Where a poor line does not bring the dialog, the emergency's own page has the same button, and tries again. */
const ConfirmSecond = lazy<ComponentType<ConfirmSecondProps>>(() =>
  import('../../components/emergency/second/confirm-second.tsx').then(
    ({ ConfirmSecond }) => ({ default: ConfirmSecond }),
    () => ({ default: ToItsPage }),
  ),
)

/** Every emergency and exercise under way, on every page, for everyone who may look there. */
export function EmergencyBanners() {
  const { t } = useTranslation('emergency')
  const { data: lines = [] } = useOpenEmergencies()
  const { isAllowed, unlock } = useAlarm()
  const { pathname } = useLocation()
  const [confirmed, setConfirmed] = useState<string | null>(null)
  // Its own page says it larger.
  const shown = lines.filter((line) => isOpen(line) && pathname !== `/khan-cap/${line.emergencyId}`)
  return (
    <>
      <WaitingNotice />
      {shown.length > 0 && (
        <section aria-label={t('banner.label')}>
          {shown.map((line: EmergencyLine) => (
            <OneBanner key={line.emergencyId} line={line} onConfirm={() => setConfirmed(line.emergencyId)} />
          ))}
          {!isAllowed && (
            <Button variant="subtle" size="compact-sm" mb="xs" onClick={unlock}>
              {t('banner.turnOnSound')}
            </Button>
          )}
        </section>
      )}
      {confirmed !== null && (
        <Suspense fallback={null}>
          <ConfirmSecond emergencyId={confirmed} onClose={() => setConfirmed(null)} />
        </Suspense>
      )}
    </>
  )
}

function ToItsPage({ emergencyId, onClose }: ConfirmSecondProps) {
  const navigate = useNavigate()
  useEffect(() => {
    void navigate({ to: '/khan-cap/$emergencyId', params: { emergencyId } })
    onClose()
  }, [navigate, emergencyId, onClose])
  return null
}
