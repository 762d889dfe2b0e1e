import { Button, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { EmergencyAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { ConfirmSecond } from '../../../components/emergency/second/confirm-second.tsx'
import { colorOf } from '../../../components/emergency/status-look.tsx'
import { useTimes } from '../../../i18n/use-times.ts'

/** How long a request of a wide emergency waits for its second person. */
const WAITS_MS = 5 * 60_000

/** While a wide emergency waits: who asks and why, how long still, and the button of the second person. */
export function SecondPerson({ emergency }: { emergency: EmergencyAnswer }) {
  const { t } = useTranslation('emergency')
  const times = useTimes(1_000)
  const [isOpen, { open, close }] = useDisclosure(false)
  const { raisedBy, commander, reason, requestedAt, may, status } = emergency
  return (
    <section className="tl-surface" style={{ padding: '0.875rem 1rem' }}>
      <Text>{t('second.asks', { name: raisedBy, commander, reason })}</Text>
      <Text c="dimmed" mb="xs">
        {t('second.left', { time: times.remaining(requestedAt + WAITS_MS) })}
      </Text>
      {may.confirm ? (
        <Button color={colorOf(status)} size="lg" h={64} fullWidth onClick={open}>
          {t('second.confirm')}
        </Button>
      ) : (
        <Text size="sm">{t('second.cannot')}</Text>
      )}
      {isOpen && <ConfirmSecond emergencyId={emergency.emergencyId} onClose={close} />}
    </section>
  )
}
