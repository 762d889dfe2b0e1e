import { Button, Group, Text, Title } from '@mantine/core'
import type { CapMessageLine } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useWaitingMessages } from '../../../api/emergencies/cap-messages.ts'
import { Say } from '../../../components/say.tsx'
import { AcceptDialog } from './accept-dialog.tsx'
import { DeclineDialog } from './decline-dialog.tsx'

/** Warnings of other systems that wait for somebody here to decide; nothing while there is none. */
export function WaitingMessages() {
  const { t } = useTranslation('emergency')
  const { data: messages = [] } = useWaitingMessages({ isEnabled: true })
  if (messages.length === 0) return null
  return (
    <section aria-labelledby="inbox" style={{ marginBottom: '1rem' }}>
      <Title order={2} size="h4" id="inbox" mb="xs">
        {t('inbox.title')}
      </Title>
      <ul className="tl-plain-list">
        {messages.map((message) => (
          <WaitingMessage key={message.messageId} message={message} />
        ))}
      </ul>
    </section>
  )
}

function WaitingMessage({ message }: { message: CapMessageLine }) {
  const { t } = useTranslation('emergency')
  const [act, setAct] = useState<'accept' | 'decline' | null>(null)
  const { headline, event, text, senderName, sentAt, severity, areaDescs, clusterCount, status } = message
  const facts = [
    senderName,
    severity !== null && t(`severity.${severity}`),
    areaDescs.join(', '),
    t('clusterCount', { ns: 'common', count: clusterCount }),
  ]
  const close = () => setAct(null)
  return (
    <li className="tl-surface" style={{ padding: '0.875rem 1rem', marginBottom: '0.5rem' }}>
      <Text fw={600}>
        {status === 'Actual' ? '' : `${t('exerciseWord')}: `}
        {headline || event}
      </Text>
      <Text size="sm" c="dimmed">
        <Say at={sentAt} /> · {facts.filter(Boolean).join(' · ')}
      </Text>
      {text !== '' && <Text size="sm">{text}</Text>}
      <Group gap="xs" mt="xs">
        <Button color={status === 'Actual' ? 'stop' : 'exercise'} mih={48} onClick={() => setAct('accept')}>
          {t('inbox.accept')}
        </Button>
        <Button variant="default" mih={48} onClick={() => setAct('decline')}>
          {t('inbox.decline')}
        </Button>
      </Group>
      {act === 'accept' && <AcceptDialog message={message} onClose={close} />}
      {act === 'decline' && <DeclineDialog message={message} onClose={close} />}
    </li>
  )
}
