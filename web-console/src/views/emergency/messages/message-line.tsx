import { ActionIcon, Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react'
import { type AreaId, type EmergencyMessage, EVERYWHERE } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { useSayBulletin } from '../../../components/bulletin/say-bulletin.ts'
import { smallPlayer, useIsListening } from '../../../components/bulletin/small-player.ts'
import { useMayIn } from '../../../components/orders/use-may-in.ts'
import { toast } from '../../../components/toast.ts'
import { useMay } from '../../../session/session-context.ts'
import { AssignDialog } from './assign-dialog.tsx'
import { useAssign } from './use-assign.ts'

interface MessageLineProps {
  message: EmergencyMessage
  areaId: AreaId | null
  /** The event, in words. */
  subject: string
}

/** One stored sound: what it says, by whose voice; to be heard, and for a message to be replaced. */
export function MessageLine({ message, areaId, subject }: MessageLineProps) {
  const { t } = useTranslation('emergency')
  const say = useSayBulletin()
  const { role, language, words, durationMs, bulletin } = message
  const facts = [
    t(`messages.role.${role}`),
    language !== null && say.language(language),
    say.duration(durationMs),
    language !== null && (bulletin ? t('messages.byBulletin', bulletin) : t('messages.byMachine')),
  ]
  return (
    <Group component="li" wrap="nowrap" align="flex-start" gap="sm" className="tl-message">
      <Listen message={message} name={`${t(`messages.role.${role}`)}, ${subject}`} />
      <div style={{ flex: 1, minWidth: 0 }}>
        {words !== '' && <Text lh={1.45}>{words}</Text>}
        <Text size="sm" c="dimmed">
          {facts.filter(Boolean).join(' · ')}
        </Text>
        {role === 'message' && <Change message={message} areaId={areaId} subject={subject} />}
      </div>
    </Group>
  )
}

function Listen({ message: { sha256 }, name }: { message: EmergencyMessage; name: string }) {
  const { t } = useTranslation('emergency')
  const url = `/media/${sha256}`
  const isListening = useIsListening(url)
  const Shape = isListening ? IconPlayerPauseFilled : IconPlayerPlayFilled
  return (
    <ActionIcon
      variant={isListening ? 'filled' : 'light'}
      size={44}
      radius="xl"
      aria-label={t(isListening ? 'messages.stopListening' : 'messages.listen', { name })}
      onClick={() => smallPlayer.toggle(url, () => toast(t('messages.cannotListen')))}
    >
      <Shape aria-hidden size={20} />
    </ActionIcon>
  )
}

/** Approvers and administrators of the place put an approved bulletin in its stead. */
function Change({ message, areaId, subject }: MessageLineProps) {
  const { t } = useTranslation('emergency')
  const [isOpen, { open, close }] = useDisclosure(false)
  const mayIn = useMayIn('bulletin.review')
  const mayEverywhere = useMay('bulletin.review', EVERYWHERE)
  const takeBack = useAssign(message, areaId)
  if (areaId === null ? !mayEverywhere : !mayIn(areaId)) return null
  return (
    <Group gap="xs" mt={4}>
      <Button
        variant="default"
        size="sm"
        mih={44}
        aria-label={t('messages.assignNamed', { name: subject })}
        onClick={open}
      >
        {t('messages.assign')}
      </Button>
      {message.bulletin && (
        <Button
          variant="subtle"
          size="sm"
          mih={44}
          loading={takeBack.isPending}
          onClick={() => takeBack.mutate(null)}
        >
          {t('messages.takeBack')}
        </Button>
      )}
      {isOpen && <AssignDialog message={message} areaId={areaId} subject={subject} onClose={close} />}
    </Group>
  )
}
