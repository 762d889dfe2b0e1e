import { Group, Stack, Text } from '@mantine/core'
import { IconCircleDashed, IconPlayerPlayFilled } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useTimes } from '../../i18n/use-times.ts'
import { RelayMark } from '../relay/relay-mark.tsx'
import { Say } from '../say.tsx'
import type { ForecastGroup, ForecastSpell } from './forecast-groups.ts'

interface ForecastGroupCardProps {
  group: ForecastGroup
  isDraft: boolean
}

/** One broadcast: when and what, then its items; what will not sound is grey and says why. */
export function ForecastGroupCard({ group, isDraft }: ForecastGroupCardProps) {
  const { t } = useTranslation('programmes')
  const times = useTimes()
  const { startAt, endAt, programmeName, spells } = group
  return (
    <Stack component="li" className="tl-surface" gap={4} p="sm">
      <Group justify="space-between" gap="xs">
        <Text fw={600}>
          <Say at={startAt} />
          {endAt !== null && ` – ${times.timeOfDay(endAt)}`}
        </Text>
        {isDraft && (
          <Text size="sm" fw={500}>
            {t('nextDay.thisDraft')}
          </Text>
        )}
      </Group>
      <Text>{programmeName}</Text>
      <Stack component="ul" gap={2} m={0} p={0} style={{ listStyle: 'none' }}>
        {spells.map((spell) => (
          <ForecastItem key={spell.key} spell={spell} />
        ))}
      </Stack>
    </Stack>
  )
}

function ForecastItem({ spell }: { spell: ForecastSpell }) {
  const { t } = useTranslation('programmes')
  const { t: word } = useTranslation('words')
  const times = useTimes()
  const { outcome, startAt, endAt, dueAt, reason, title, isRelay, count } = spell
  const Shape = outcome === 'notHeard' ? IconCircleDashed : IconPlayerPlayFilled
  const color = outcome === 'notHeard' ? 'var(--mantine-color-dimmed)' : 'var(--tl-health)'
  return (
    <Group component="li" gap="xs" wrap="nowrap" align="flex-start">
      <Shape aria-hidden size={16} style={{ flex: 'none', color, marginTop: 3 }} />
      <Text size="sm" flex={1} c={outcome === 'notHeard' ? 'dimmed' : 'inherit'}>
        {isRelay && <RelayMark />}
        {count > 1 ? t('say.repeated', { title, count }) : title}
        {outcome !== 'heard' && (
          <Text span inherit c="dimmed">
            {' · '}
            {word(`outcome.${outcome}`)}
            {reason !== null && `: ${word(`reason.${reason}`)}`}
          </Text>
        )}
      </Text>
      <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }} title={times.exactly(startAt ?? dueAt)}>
        {startAt === null || endAt === null
          ? t('nextDay.due', { time: times.timeOfDay(dueAt) })
          : `${times.timeOfDay(startAt)} – ${times.timeOfDay(endAt)}`}
      </Text>
    </Group>
  )
}
