import { Text } from '@mantine/core'
import type { EmergencyClusterLine } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { Say } from '../../../../components/say.tsx'
import { isUnresolved, OUTCOME_LOOKS } from './outcome-looks.ts'
import { ResolveButton } from './resolve-button.tsx'
import { useSayReason } from './use-say-reason.ts'

interface HeardLineProps {
  line: EmergencyClusterLine
  emergencyId: string
  /** When it was published; null before. */
  sentAt: number | null
}

/** One cluster: what became of it there, why, by what it is known, how soon. */
export function HeardLine({ line, emergencyId, sentAt }: HeardLineProps) {
  const { t } = useTranslation('emergency')
  const { name, outcome, isSounding, resolved } = line
  const { Shape, color } = OUTCOME_LOOKS[outcome]
  return (
    <li className="tl-heard-line">
      <Shape aria-hidden size={22} style={{ flex: 'none', color, marginTop: 2 }} />
      <div style={{ flex: 1, minWidth: 0 }}>
        <Text fw={500} lh={1.35}>
          {name}
        </Text>
        <Text size="sm" c={isUnresolved(line) ? 'var(--tl-fault)' : 'dimmed'}>
          <Facts line={line} sentAt={sentAt} />
          {isSounding && ` · ${t('follow.isSounding')}`}
        </Text>
        {resolved && (
          <Text size="sm">
            ✓ {t('resolve.by', { name: resolved.by, note: resolved.note })} <Say at={resolved.at} />
          </Text>
        )}
      </div>
      {isUnresolved(line) && <ResolveButton line={line} emergencyId={emergencyId} />}
    </li>
  )
}

function Facts({ line, sentAt }: Pick<HeardLineProps, 'line' | 'sentAt'>) {
  const { t } = useTranslation('emergency')
  const { t: word } = useTranslation('words')
  const sayReason = useSayReason()
  const { outcome, reason, evidence, heardAt, soundings } = line
  const facts = [
    t(`outcome.${outcome}`),
    reason !== null && sayReason(reason),
    outcome === 'heard' && evidence !== null && evidence !== 'none' && word(`evidence.${evidence}`),
    heardAt !== null &&
      sentAt !== null &&
      t('follow.heardAfter', { seconds: (Math.max(0, heardAt - sentAt) / 1_000).toFixed(1) }),
    soundings > 1 && t('follow.soundings', { count: soundings }),
  ]
  return facts.filter(Boolean).join(' · ')
}
