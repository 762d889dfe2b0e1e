import { Button, Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { EmergencyLine } from '@tieng-lang/protocol/browser'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { colorOf, ExerciseWord, groundOf } from '../../components/emergency/status-look.tsx'
import { useTimes } from '../../i18n/use-times.ts'
import { useMaySomewhere, useSession } from '../../session/session-context.ts'

const MARK_PX = 40
/** The words and the way to its page are there at once; on a line too poor to bring the signs they stand alone. */
const EventMark = lazy(() =>
  import('../../components/emergency/event-mark.tsx').then(
    ({ EventMark }) => ({ default: EventMark }),
    () => ({ default: NoMark }),
  ),
)

interface OneBannerProps {
  line: EmergencyLine
  onConfirm: () => void
}

/** What is under way, where, who did it, how many heard; the way to its page, and for a second person the confirmation. */
export function OneBanner({ line, onConfirm }: OneBannerProps) {
  const { t } = useTranslation('emergency')
  const { name } = useSession()
  const mayRaise = useMaySomewhere('emergency.raise')
  const { emergencyId, status, event, areaNames, state, counts, raisedBy } = line
  const canConfirm = state === 'awaiting' && mayRaise && raisedBy !== name
  const heard = counts.heard + counts.playedNotProven
  return (
    <div className={`tl-emergency-band ${groundOf(status)}`} role="alert" aria-relevant="additions">
      <Suspense fallback={<NoMark />}>
        <EventMark event={event} sizePx={MARK_PX} />
      </Suspense>
      <div style={{ flex: '1 1 12rem', minWidth: 0 }}>
        <Group gap={6}>
          <ExerciseWord status={status} />
          <Text fw={600} lh={1.3}>
            {t('banner.active', { event: t(`event.${event}`), where: areaNames.join(', ') })}
          </Text>
        </Group>
        <Text size="sm" c="var(--mantine-color-text)">
          <Began line={line} />
          {state === 'active' && ` · ${t('banner.heard', { heard, targeted: counts.targeted })}`}
        </Text>
      </div>
      {canConfirm && (
        <Button color={colorOf(status)} h={44} onClick={onConfirm}>
          {t('banner.confirm')}
        </Button>
      )}
      <Button
        variant="default"
        h={44}
        renderRoot={(props) => <Link to="/khan-cap/$emergencyId" params={{ emergencyId }} {...props} />}
      >
        {t('banner.follow')}
      </Button>
    </div>
  )
}

/** Keeps the sign's place, so that nothing moves under a finger. */
function NoMark() {
  return <span aria-hidden style={{ flex: 'none', width: MARK_PX, height: MARK_PX }} />
}

function Began({ line: { state, origin, raisedBy, requestedAt } }: { line: EmergencyLine }) {
  const { t } = useTranslation('emergency')
  const times = useTimes()
  const time = times.timeOfDay(requestedAt)
  if (state === 'awaiting') return t('banner.asks', { name: raisedBy })
  if (origin === 'button') return t('banner.byButton', { time })
  if (origin === 'cap') return t('banner.byCap', { time })
  return t('banner.by', { name: raisedBy, time })
}
