import { Anchor, Group, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import type { BulletinAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { BulletinSound } from '../../../components/bulletin/bulletin-sound.tsx'
import { BulletinSource } from '../../../components/bulletin/bulletin-source.tsx'
import { ListenButton } from '../../../components/bulletin/listen-button.tsx'
import { useSayBulletin } from '../../../components/bulletin/say-bulletin.ts'
import { UnfoldButton } from './unfold-button.tsx'

/** A bulletin to be listened to at once; the whole of it behind one button. */
export function BulletinLook({ bulletin }: { bulletin: BulletinAnswer }) {
  const { t } = useTranslation('review')
  const { t: words } = useTranslation('words')
  const say = useSayBulletin()
  const [isUnfolded, { toggle }] = useDisclosure(false)
  const { bulletinId, title, category, media, language, validity, audience } = bulletin
  const facts = [words(`category.${category}`), say.duration(media.durationMs), audience]
  if (language !== 'vi') facts.push(say.language(language))
  return (
    <Stack gap="sm">
      <Group gap="sm" wrap="nowrap">
        <ListenButton bulletinId={bulletinId} title={title} />
        <div>
          <Text>{facts.filter(Boolean).join(' · ')}</Text>
          <Text size="sm" c="dimmed">
            {say.validity(validity)}
          </Text>
        </div>
      </Group>
      <Group gap="md">
        <UnfoldButton isUnfolded={isUnfolded} title={title} onClick={toggle} />
        <Anchor component={Link} to={`/ban-tin/${bulletinId}`} size="sm">
          {t('bulletin.open')}
        </Anchor>
      </Group>
      {isUnfolded && (
        <>
          <BulletinSound bulletin={bulletin} />
          <BulletinSource source={bulletin.source} />
        </>
      )}
    </Stack>
  )
}
