import { Group, Text } from '@mantine/core'
import type { RelayItemDraft } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { useBulletin } from '../../api/bulletins.ts'
import { ListenButton } from '../bulletin/listen-button.tsx'
import { useSayRelay } from './use-say-relay.ts'

interface RelayFactsProps {
  relay: RelayItemDraft['relay']
  /** Whether what is said in its place can be listened to here. */
  hasListening?: boolean
}

/** Under a relay's title: the station, how long at most, and what is said in its place. */
export function RelayFacts({ relay, hasListening = false }: RelayFactsProps) {
  const { t } = useTranslation('relays')
  const say = useSayRelay()
  const { source, durationMsMax, fallbackBulletinId } = relay
  return (
    <>
      <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {say.source(source)} · {say.longest(durationMsMax)}
      </Text>
      {fallbackBulletinId === null ? (
        <Text size="sm" c="dimmed">
          {t('say.noFallback')}
        </Text>
      ) : (
        <FallbackName bulletinId={fallbackBulletinId} hasListening={hasListening} />
      )}
    </>
  )
}

/** What is said in its place; and that it is not approved, where it is not. */
function FallbackName({ bulletinId, hasListening }: { bulletinId: string; hasListening: boolean }) {
  const { t } = useTranslation('relays')
  const { t: word } = useTranslation('words')
  const { data, isError } = useBulletin(bulletinId)
  if (isError) return <Text size="sm">{t('say.fallbackGone')}</Text>
  if (!data) return null
  const state = data.withdrawnAt === null ? data.state : 'withdrawn'
  return (
    <Group gap="xs" wrap="nowrap">
      {hasListening && <ListenButton bulletinId={bulletinId} title={data.title} />}
      <Text size="sm" c={state === 'approved' ? 'dimmed' : 'var(--tl-fault)'}>
        {t('say.fallback', { title: data.title })}
        {state !== 'approved' && ` · ${word(`review.${state}`)}`}
      </Text>
    </Group>
  )
}
