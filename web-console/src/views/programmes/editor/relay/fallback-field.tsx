import { ActionIcon, Group, Stack, Text } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useBulletin } from '../../../../api/bulletins.ts'
import { ListenButton } from '../../../../components/bulletin/listen-button.tsx'
import { useTimes } from '../../../../i18n/use-times.ts'
import { BulletinSearch } from '../playlist/bulletin-search.tsx'

interface FallbackFieldProps {
  bulletinId: string | null
  onChange: (bulletinId: string | null) => void
}

/** What is said while the station gives nothing: an approved bulletin, or nothing. */
export function FallbackField({ bulletinId, onChange }: FallbackFieldProps) {
  const { t } = useTranslation('relays')
  return (
    <Stack component="section" gap="xs" aria-label={t('fallback.label')}>
      <Stack gap={0}>
        <Text size="sm" fw={500}>
          {t('fallback.label')}
        </Text>
        <Text size="sm" c="dimmed">
          {t('fallback.hint')}
        </Text>
      </Stack>
      {bulletinId === null ? (
        <BulletinSearch
          words={{
            search: t('fallback.search'),
            take: t('fallback.take'),
            takeTitle: (title) => t('fallback.takeTitle', { title }),
          }}
          isOpenFirst={false}
          onAdd={(bulletin) => onChange(bulletin.bulletinId)}
        />
      ) : (
        <Chosen bulletinId={bulletinId} onRemove={() => onChange(null)} />
      )}
    </Stack>
  )
}

function Chosen({ bulletinId, onRemove }: { bulletinId: string; onRemove: () => void }) {
  const { t } = useTranslation('relays')
  const times = useTimes()
  const { data, isError } = useBulletin(bulletinId)
  const title = data?.title ?? (isError ? t('say.fallbackGone') : '…')
  return (
    <Group wrap="nowrap" gap="xs" className="tl-surface" p="xs">
      <ListenButton bulletinId={bulletinId} title={title} />
      <Stack gap={0} flex={1} miw={0}>
        <Text style={{ overflowWrap: 'anywhere' }}>{title}</Text>
        {data && (
          <Text size="sm" c="dimmed">
            {times.duration(data.media.durationMs)}
          </Text>
        )}
      </Stack>
      <ActionIcon variant="default" size={40} aria-label={t('fallback.remove')} onClick={onRemove}>
        <IconTrash aria-hidden size={18} />
      </ActionIcon>
    </Group>
  )
}
