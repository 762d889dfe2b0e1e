import { Text } from '@mantine/core'
import {
  IconAlertTriangle,
  IconAntennaBars2,
  IconBroadcast,
  IconHourglass,
  IconPlugConnectedX,
  IconVolume,
} from '@tabler/icons-react'
import { LIVE_DELAYS_MS, type LiveSessionAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { sayClock } from '../model/say-clock.ts'
import type { DeskReport } from '../sound/desk/desk-report.ts'
import { useStudioState } from '../studio/studio-context.ts'
import { useFocusHere } from '../studio/use-focus-here.ts'

const LOOKS = {
  connecting: { Icon: IconHourglass, tone: 'calm' },
  waiting: { Icon: IconHourglass, tone: 'calm' },
  onAir: { Icon: IconBroadcast, tone: 'air' },
  talking: { Icon: IconVolume, tone: 'talking' },
  weak: { Icon: IconAntennaBars2, tone: 'fault' },
  lost: { Icon: IconPlugConnectedX, tone: 'fault' },
  replaced: { Icon: IconAlertTriangle, tone: 'fault' },
  refused: { Icon: IconAlertTriangle, tone: 'fault' },
} as const

/** In large words whether anybody hears it; how long it has been, how long is left, how far the loudspeakers are behind. */
export function StateBand({ session, where }: { session: LiveSessionAnswer; where: string }) {
  const { t, i18n } = useTranslation('live')
  const ref = useFocusHere<HTMLElement>()
  const report = useStudioState((state) => state.report)
  const standing = standingOf(session, report)
  const { Icon, tone } = LOOKS[standing]
  const { talkMs, talkMsMax, delay } = session
  return (
    <section ref={ref} tabIndex={-1} className="tl-air-band" data-tone={tone}>
      <Icon aria-hidden size={36} style={{ flex: 'none' }} />
      <div style={{ minWidth: 0 }}>
        <Text fw={700} lh={1.3} role="status" size="lg">
          {t(`air.${standing}`)}
        </Text>
        {(standing === 'lost' || standing === 'weak') && (
          <Text size="sm" role="alert">
            {t(`air.${standing}Text`)}
          </Text>
        )}
        <Text size="sm">
          {t('air.talked', { time: sayClock(talkMs) })} ·{' '}
          {t('air.left', { time: sayClock(talkMsMax - talkMs) })}
        </Text>
        <Text size="sm">
          {t('air.where', { where })} ·{' '}
          {t('air.delayed', { seconds: (LIVE_DELAYS_MS[delay] / 1_000).toLocaleString(i18n.language) })}
        </Text>
      </div>
    </section>
  )
}

function standingOf(
  { soundingCount }: Pick<LiveSessionAnswer, 'soundingCount'>,
  report: DeskReport | null,
): keyof typeof LOOKS {
  const line = report?.line ?? 'connecting'
  if (line === 'lost' || line === 'replaced' || line === 'refused') return line
  if (line !== 'open') return 'connecting'
  if (report?.isWeak) return 'weak'
  if (soundingCount === 0) return 'waiting'
  return report?.isTalking || report?.playing ? 'talking' : 'onAir'
}
