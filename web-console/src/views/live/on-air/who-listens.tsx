import { Badge, Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconClock, IconPlugConnectedX } from '@tabler/icons-react'
import type { LiveListener, LiveSessionAnswer } from '@tieng-lang/protocol/browser'
import i18next from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PageSection } from '../../../components/page/page-section.tsx'
import { isTroubled, qualityOf, sortListeners } from '../model/listener-quality.ts'

/** More lines than this are looked at only by whoever wants to. */
const SHOWN_MAX = 8

/** Each cluster and how well it hears, as it says itself; those with trouble first. */
export function WhoListens({ session }: { session: LiveSessionAnswer }) {
  const { t } = useTranslation('live')
  const [isAll, setIsAll] = useState(false)
  const { listeners, soundingCount, clusterCount } = session
  const sorted = sortListeners(listeners)
  const isMany = sorted.length > SHOWN_MAX
  const shown = isAll || !isMany ? sorted : sorted.filter(isTroubled).slice(0, SHOWN_MAX)
  return (
    <PageSection
      title={t('listeners.heading')}
      note={
        <span role="status">{t('listeners.count', { sounding: soundingCount, count: clusterCount })}</span>
      }
    >
      {sorted.length === 0 && <Text c="dimmed">{t('listeners.none')}</Text>}
      {isMany && shown.length === 0 && <Text>{t('listeners.all')}</Text>}
      <ul className="tl-plain-list" aria-label={t('listeners.heading')}>
        {shown.map((listener) => (
          <ListenerLine key={listener.clusterId} listener={listener} />
        ))}
      </ul>
      {isMany && (
        <Button variant="subtle" mih={44} mt="xs" onClick={() => setIsAll(!isAll)}>
          {isAll ? t('listeners.showFew') : t('listeners.showAll', { count: sorted.length })}
        </Button>
      )}
    </PageSection>
  )
}

function ListenerLine({ listener }: { listener: LiveListener }) {
  const { t } = useTranslation('live')
  const { name, state, reason, lossPercent, concealedPercent, roundTripMs } = listener
  const isSounding = state === 'sounding'
  const facts = [
    ['loss', lossPercent] as const,
    ['concealed', concealedPercent] as const,
    ['roundTrip', roundTripMs] as const,
  ].flatMap(([word, value]) => (value === null ? [] : [[word, value] as const]))
  const word = isSounding ? t(`listeners.quality.${qualityOf(listener)}`) : t(`listeners.state.${state}`)
  return (
    <li className="tl-listener">
      <Group justify="space-between" gap="0 0.5rem">
        <Text fw={500} flex="1 1 9rem" miw={0}>
          {name}
        </Text>
        <StateMark listener={listener} word={word} />
      </Group>
      {reason !== null && <Text size="sm">{sayReason(reason)}</Text>}
      {isSounding && (
        <Text size="xs" c="dimmed">
          {facts.map(([word, value]) => t(`listeners.${word}`, { value: sayNumber(value) })).join(' · ')}
        </Text>
      )}
    </li>
  )
}

/** Colour, sign and word. */
function StateMark({ listener, word }: { listener: LiveListener; word: string }) {
  const isGood = !isTroubled(listener)
  const isWaiting = listener.state === 'waiting' || listener.state === 'connected'
  const Icon = iconOf(listener)
  return (
    <Badge
      variant="light"
      size="lg"
      tt="none"
      color={isGood ? 'leaf' : isWaiting ? 'gray' : 'amber'}
      leftSection={<Icon aria-hidden size={16} />}
      style={{ flex: 'none' }}
    >
      {word}
    </Badge>
  )
}

function iconOf(listener: LiveListener) {
  if (!isTroubled(listener)) return IconCircleCheck
  if (listener.state === 'gone') return IconPlugConnectedX
  return listener.state === 'waiting' || listener.state === 'connected' ? IconClock : IconAlertTriangle
}

/** A refusal of a cluster in words; one that has none by its code. */
function sayReason(code: string): string {
  const known =
    i18next.getResource(i18next.language, 'words', `reason.${code}`) ??
    i18next.getResource(i18next.language, 'problems', code)
  return typeof known === 'string' ? known : code
}

function sayNumber(value: number): string {
  return value.toLocaleString(i18next.language, { maximumFractionDigits: value < 10 ? 1 : 0 })
}
