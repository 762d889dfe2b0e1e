import { Group, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { EmergencyLine } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { usePastEmergencies } from '../../../api/emergencies/emergency-queries.ts'
import { EventMark } from '../../../components/emergency/event-mark.tsx'
import { ExerciseWord } from '../../../components/emergency/status-look.tsx'
import { Say } from '../../../components/say.tsx'

const SHOWN_MAX = 20

/** The latest emergencies and exercises, each a way to its page. */
export function RecentList() {
  const { t } = useTranslation('emergency')
  const { data: lines } = usePastEmergencies()
  if (!lines) return null
  return (
    <section aria-labelledby="recent" className="tl-recent-list">
      <Title order={2} size="h4" id="recent" mb="xs">
        {t('raise.recent')}
      </Title>
      {lines.length === 0 && <Text c="dimmed">{t('raise.noRecent')}</Text>}
      <ul className="tl-plain-list">
        {lines.slice(0, SHOWN_MAX).map((line) => (
          <RecentLine key={line.emergencyId} line={line} />
        ))}
      </ul>
    </section>
  )
}

function RecentLine({ line }: { line: EmergencyLine }) {
  const { t } = useTranslation('emergency')
  const { emergencyId, event, status, state, areaNames, requestedAt, counts } = line
  return (
    <li>
      <Link to="/khan-cap/$emergencyId" params={{ emergencyId }} className="tl-recent">
        <EventMark event={event} sizePx={36} />
        <div style={{ minWidth: 0 }}>
          <Group gap={6}>
            <ExerciseWord status={status} />
            <Text fw={500}>{t(`event.${event}`)}</Text>
            <Text size="sm">· {t(`state.${state}`)}</Text>
          </Group>
          <Text size="sm" c="dimmed">
            <Say at={requestedAt} /> · {areaNames.join(', ')} ·{' '}
            {t('banner.heard', { heard: counts.heard + counts.playedNotProven, targeted: counts.targeted })}
          </Text>
        </div>
      </Link>
    </li>
  )
}
