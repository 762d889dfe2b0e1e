import { Anchor, Text } from '@mantine/core'
import { IconInbox } from '@tabler/icons-react'
import { Link, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useWaitingMessages } from '../../api/emergencies/cap-messages.ts'
import { useMaySomewhere } from '../../session/session-context.ts'

/** On every page, to whoever may decide: another system's warning waits. */
export function WaitingNotice() {
  const { t } = useTranslation('emergency')
  const { pathname } = useLocation()
  const isEnabled = useMaySomewhere('emergency.raise')
  const { data: messages = [] } = useWaitingMessages({ isEnabled })
  const [first] = messages
  if (!first || pathname === '/khan-cap') return null
  return (
    <div className="tl-emergency-band tl-emergency-frame" role="alert">
      <IconInbox aria-hidden size={28} color="var(--tl-emergency)" />
      <Text style={{ flex: '1 1 12rem' }}>
        {t('banner.waits', { name: first.senderName, headline: first.headline || first.event })}
      </Text>
      <Anchor component={Link} to="/khan-cap" fw={600} c="var(--tl-emergency)">
        {t('banner.decide')}
      </Anchor>
    </div>
  )
}
