import { Alert, Stack, Text, Title } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { type AreaId, type EmergencyMessage, EVERYWHERE } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEmergencyMessages } from '../../../api/emergencies/emergency-queries.ts'
import { useAreas } from '../../../api/queries.ts'
import { EVENTS } from '../../../components/emergency/event-looks.ts'
import { EventMark } from '../../../components/emergency/event-mark.tsx'
import { useMayIn } from '../../../components/orders/use-may-in.ts'
import { EmptyState } from '../../../components/page/empty-state.tsx'
import { ErrorState } from '../../../components/page/error-state.tsx'
import { LoadingState } from '../../../components/page/loading-state.tsx'
import { PageHeader } from '../../../components/page/page-header.tsx'
import { AreaPicker } from '../../../components/places/area-picker.tsx'
import { areaLines } from '../../../components/places/area-tree.ts'
import { useMay } from '../../../session/session-context.ts'
import '../emergency.css'
import { MessageLine } from './message-line.tsx'
import '../../../i18n/late/emergency-words.ts'
import '../../../i18n/late/bulletins-words.ts'

/** What every cluster holds beforehand: heard here, and put in other people's voices. */
export function EmergencyMessagesPage() {
  const { t } = useTranslation('emergency')
  const { t: common } = useTranslation('common')
  const own = useOwnTop()
  const [chosen, setAreaId] = useState<AreaId | null | undefined>(undefined)
  const areaId = chosen === undefined ? own : chosen
  return (
    <Stack gap="md" maw={880}>
      <PageHeader title={t('messages.title')} lead={t('messages.lead')} />
      <AreaPicker
        label={t('messages.area')}
        placeholder={common('pick.everywhere')}
        value={areaId}
        onChange={setAreaId}
        clearable
      />
      <Messages areaId={areaId} />
    </Stack>
  )
}

/** Where whoever does not look everywhere begins: the topmost area that is theirs. */
function useOwnTop(): AreaId | null {
  const { data: areas = [] } = useAreas()
  const looksEverywhere = useMay('look', EVERYWHERE)
  const mayLook = useMayIn('look')
  if (looksEverywhere) return null
  return areaLines(areas).find(({ area }) => mayLook(area.areaId))?.area.areaId ?? null
}

function Messages({ areaId }: { areaId: AreaId | null }) {
  const { t } = useTranslation('emergency')
  const { data, error, isError, refetch } = useEmergencyMessages(areaId)
  if (!data) return isError ? <ErrorState cause={error} onRetry={() => void refetch()} /> : <LoadingState />
  const { messages, isReady } = data
  const common = messages.filter(({ event }) => event === null)
  return (
    <Stack gap="lg">
      {!isReady && (
        <Alert color="gray" icon={<IconInfoCircle aria-hidden />} role="status">
          {t('messages.notReady')}
        </Alert>
      )}
      {isReady && messages.length === 0 && <EmptyState title={t('messages.empty')} />}
      {EVENTS.map((event) => (
        <MessageGroup
          key={event}
          messages={messages.filter((each) => each.event === event)}
          areaId={areaId}
          title={t(`event.${event}`)}
          mark={<EventMark event={event} sizePx={32} />}
        />
      ))}
      <MessageGroup messages={common} areaId={areaId} title={t('messages.forAll')} />
    </Stack>
  )
}

interface MessageGroupProps {
  messages: readonly EmergencyMessage[]
  areaId: AreaId | null
  title: string
  mark?: React.ReactNode
}

function MessageGroup({ messages, areaId, title, mark }: MessageGroupProps) {
  if (messages.length === 0) return null
  return (
    <section aria-label={title}>
      <Title order={2} size="h4" mb="xs" style={{ display: 'flex', alignItems: 'center', gap: 8 }}>
        {mark}
        <Text span inherit>
          {title}
        </Text>
      </Title>
      <ul className="tl-plain-list tl-surface">
        {messages.map((message) => (
          <MessageLine
            key={`${message.role} ${message.language} ${message.sha256}`}
            message={message}
            areaId={areaId}
            subject={title}
          />
        ))}
      </ul>
    </section>
  )
}
