import { Group, Stack, Text } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import type { BulletinAnswer, ProgrammeDefinition } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { api } from '../../../api/client.ts'
import { keys } from '../../../api/keys.ts'
import { ListenButton } from '../../../components/bulletin/listen-button.tsx'
import { useSayBulletin } from '../../../components/bulletin/say-bulletin.ts'
import { RelayLook } from '../../../components/relay/relay-look.tsx'
import { ReviewBadge, shownStateOf } from '../../../components/review/review-badge.tsx'

/** More than so many are not asked about one by one; they can be heard all the same. */
const ASKED_MAX = 40

/** The playlist in its order, each to be listened to; what is not approved yet says so. */
export function PlaylistLook({ programmeId, playlist }: ProgrammeDefinition) {
  const { t } = useTranslation('review')
  const say = useSayBulletin()
  const bulletins = useBulletinsOf(playlist)
  return (
    <Stack component="ol" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
      {playlist.map((item) => {
        const { itemId, title, repeats } = item
        if ('relay' in item)
          return (
            <li key={itemId}>
              <RelayLook item={item} reviewedIn={programmeId} />
            </li>
          )
        const { bulletinId } = item
        const bulletin = bulletins.get(bulletinId)
        const facts = [
          bulletin && say.duration(bulletin.media.durationMs),
          repeats > 1 && t('programme.repeats', { count: repeats }),
        ]
        return (
          <Group key={itemId} component="li" gap="sm" wrap="nowrap">
            <ListenButton bulletinId={bulletinId} title={title} />
            <div>
              <Text style={{ overflowWrap: 'anywhere' }}>{bulletin?.title ?? title}</Text>
              <Group gap="sm">
                <Text size="sm" c="dimmed">
                  {facts.filter(Boolean).join(' · ')}
                </Text>
                {bulletin && shownStateOf(bulletin) !== 'approved' && (
                  <ReviewBadge state={shownStateOf(bulletin)} />
                )}
              </Group>
            </div>
          </Group>
        )
      })}
    </Stack>
  )
}

function useBulletinsOf(playlist: ProgrammeDefinition['playlist']): Map<string, BulletinAnswer> {
  const named = playlist.flatMap((item) => ('relay' in item ? [] : [item.bulletinId]))
  const ids = [...new Set(named)].slice(0, ASKED_MAX)
  const answers = useQueries({
    queries: ids.map((bulletinId) => ({
      queryKey: keys.bulletin(bulletinId),
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.get<BulletinAnswer>(`/bulletins/${bulletinId}`, { signal }),
    })),
  })
  return new Map(answers.flatMap(({ data }) => (data ? [[data.bulletinId, data] as const] : [])))
}
