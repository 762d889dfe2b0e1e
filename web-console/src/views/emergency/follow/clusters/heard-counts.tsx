import type { EmergencyLine, EmergencyOutcome } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { OUTCOME_LOOKS, OUTCOMES } from './outcome-looks.ts'

interface HeardCountsProps {
  counts: EmergencyLine['counts']
  /** Null = all are shown below. */
  shown: EmergencyOutcome | null
  onShow: (outcome: EmergencyOutcome | null) => void
}

/** How many heard it and how many did not, as a bar and as numbers; a number shows its clusters alone. */
export function HeardCounts({ counts, shown, onShow }: HeardCountsProps) {
  const { t } = useTranslation('emergency')
  const order = OUTCOMES.toReversed()
  return (
    <div>
      <div className="tl-heard-bar" aria-hidden>
        {order.map((outcome) => (
          <span
            key={outcome}
            data-outcome={outcome}
            style={{ flexGrow: counts[outcome], background: OUTCOME_LOOKS[outcome].color }}
          />
        ))}
      </div>
      <fieldset className="tl-choice tl-heard-counts" aria-label={t('follow.show')}>
        {order.map((outcome) => (
          <Count
            key={outcome}
            outcome={outcome}
            count={counts[outcome]}
            isShown={shown === outcome}
            onPress={() => onShow(shown === outcome ? null : outcome)}
          />
        ))}
      </fieldset>
    </div>
  )
}

interface CountProps {
  outcome: EmergencyOutcome
  count: number
  isShown: boolean
  onPress: () => void
}

function Count({ outcome, count, isShown, onPress }: CountProps) {
  const { t } = useTranslation('emergency')
  const { Shape, color } = OUTCOME_LOOKS[outcome]
  return (
    <button type="button" className="tl-heard-count" aria-pressed={isShown} onClick={onPress}>
      <span style={{ color: count > 0 ? color : 'var(--mantine-color-dimmed)' }}>
        <Shape aria-hidden size={20} />
        <strong>{count}</strong>
      </span>
      <small>{t(`outcome.${outcome}`)}</small>
    </button>
  )
}
