import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { AreaId, BulletinAnswer, EmergencyMessage, Page } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../api/client.ts'
import { keys } from '../../../api/keys.ts'
import { ListenButton } from '../../../components/bulletin/listen-button.tsx'
import { Dialog } from '../../../components/dialogs/dialog.tsx'
import { useTimes } from '../../../i18n/use-times.ts'
import { useAssign } from './use-assign.ts'

const FOUND_MAX = 8
const TYPING_MS = 250

interface AssignDialogProps {
  message: EmergencyMessage
  areaId: AreaId | null
  subject: string
  onClose: () => void
}

/** An approved bulletin, found and listened to, that says this message from now on. */
export function AssignDialog({ message, areaId, subject, onClose }: AssignDialogProps) {
  const { t } = useTranslation('emergency')
  const [text, setText] = useState('')
  const [wanted] = useDebouncedValue(text.trim(), TYPING_MS)
  const query = { text: wanted, state: 'approved', count: FOUND_MAX }
  const { data } = useQuery({
    queryKey: keys.bulletins(query),
    queryFn: ({ signal }) => api.get<Page<BulletinAnswer>>('/bulletins', { query, signal }),
    placeholderData: keepPreviousData,
  })
  const assign = useAssign(message, areaId)
  return (
    <Dialog onClose={onClose} title={t('messages.assignTitle', { name: subject })}>
      <Stack gap="sm">
        <Text size="sm">{t('messages.assignHint')}</Text>
        <TextInput
          data-autofocus
          type="search"
          label={t('messages.search')}
          leftSection={<IconSearch aria-hidden size={18} />}
          value={text}
          maxLength={100}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        {data?.items.length === 0 && <Text c="dimmed">{t('messages.nothingFound')}</Text>}
        <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
          {data?.items.map((bulletin) => (
            <Found
              key={bulletin.bulletinId}
              bulletin={bulletin}
              isPending={assign.isPending}
              onChoose={() => assign.mutate(bulletin.bulletinId, { onSuccess: onClose })}
            />
          ))}
        </Stack>
      </Stack>
    </Dialog>
  )
}

interface FoundProps {
  bulletin: BulletinAnswer
  isPending: boolean
  onChoose: () => void
}

function Found({ bulletin: { bulletinId, title, media }, isPending, onChoose }: FoundProps) {
  const { t } = useTranslation('emergency')
  const times = useTimes(60_000)
  return (
    <Group component="li" wrap="nowrap" gap="xs">
      <ListenButton bulletinId={bulletinId} title={title} />
      <div style={{ flex: 1, minWidth: 0 }}>
        <Text>{title}</Text>
        <Text size="sm" c="dimmed">
          {times.duration(media.durationMs)}
        </Text>
      </div>
      <Button
        variant="light"
        mih={44}
        style={{ flex: 'none' }}
        disabled={isPending}
        aria-label={t('messages.chooseNamed', { title })}
        onClick={onChoose}
      >
        {t('messages.choose')}
      </Button>
    </Group>
  )
}
