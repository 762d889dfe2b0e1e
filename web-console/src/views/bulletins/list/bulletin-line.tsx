import { Anchor, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { BulletinAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { ListenButton } from '../../../components/bulletin/listen-button.tsx'
import { useSayBulletin } from '../../../components/bulletin/say-bulletin.ts'
import { ReviewBadge, shownStateOf } from '../../../components/review/review-badge.tsx'
import { Say } from '../../../components/say.tsx'

/** One bulletin in the list: what it is, how long, who made it when, until when it holds, and how it stands. */
export function BulletinLine({ bulletin, areaName }: { bulletin: BulletinAnswer; areaName: string }) {
  const { t } = useTranslation('bulletins')
  const { t: words } = useTranslation('words')
  const say = useSayBulletin()
  const { bulletinId, title, category, media, producedBy, createdAt, validity, language } = bulletin
  const facts = [words(`category.${category}`), say.duration(media.durationMs)]
  if (language !== 'vi') facts.push(say.language(language))
  return (
    <Group component="li" className="tl-surface" wrap="nowrap" align="flex-start" gap="sm" p="sm">
      <ListenButton bulletinId={bulletinId} title={title} />
      <Stack gap={2} flex={1} miw={0}>
        <Group justify="space-between" gap="xs" align="flex-start">
          <Anchor
            component={Link}
            to={`/ban-tin/${bulletinId}`}
            fw={500}
            c="inherit"
            flex="1 1 12rem"
            style={{ overflowWrap: 'anywhere' }}
          >
            {title}
          </Anchor>
          <ReviewBadge state={shownStateOf(bulletin)} />
        </Group>
        <Text size="sm">{[...facts, areaName].filter(Boolean).join(' · ')}</Text>
        <Text size="sm" c="dimmed">
          {t('madeBy', { name: producedBy })}, <Say at={createdAt} as="ago" />
          {hasLimit(validity) && ` · ${say.validity(validity)}`}
        </Text>
      </Stack>
    </Group>
  )
}

function hasLimit({ from, until }: BulletinAnswer['validity']): boolean {
  return from !== undefined || until !== undefined
}
