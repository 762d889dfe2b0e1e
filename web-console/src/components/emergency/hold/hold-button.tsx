import type { CapStatus } from '@tieng-lang/protocol/browser'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { isExercise } from '../status-look.tsx'
import { HOLD_MS } from './hold.ts'
import './hold.css'
import { useHold } from './use-hold.ts'

const RING_RADIUS = 20

interface HoldButtonProps {
  status: CapStatus
  label: string
  /** What it would reach, below the label. */
  detail: ReactNode
  isDisabled: boolean
  onHeld: () => void
}

/** The one large button: held for 1.5 s it goes on, let go before it does nothing. */
export function HoldButton({ status, label, detail, isDisabled, onHeld }: HoldButtonProps) {
  const { t } = useTranslation('emergency')
  const hintId = useId()
  const { isHeld, wasLetGo, handlers } = useHold(onHeld)
  return (
    <div className="tl-hold-inner">
      <button
        type="button"
        className="tl-hold"
        data-exercise={isExercise(status) || undefined}
        data-held={isHeld || undefined}
        disabled={isDisabled}
        aria-describedby={hintId}
        style={{ '--tl-hold-ms': `${HOLD_MS}ms` } as React.CSSProperties}
        {...handlers}
      >
        <Ring />
        <span className="tl-hold-words">
          <strong>{isHeld ? t('raise.holding') : label}</strong>
          <span>{detail}</span>
        </span>
      </button>
      <div id={hintId} className="tl-hold-hint" role="status">
        {wasLetGo ? t('raise.letGo') : t('raise.holdHint')}
      </div>
    </div>
  )
}

/** Fills while the button is held. */
function Ring() {
  return (
    <svg aria-hidden className="tl-hold-ring" viewBox="0 0 48 48" width={56} height={56}>
      <circle cx="24" cy="24" r={RING_RADIUS} className="tl-hold-track" />
      <circle cx="24" cy="24" r={RING_RADIUS} className="tl-hold-done" pathLength={1} />
      <path d="M24 14v13M24 33v.5" className="tl-hold-mark" />
    </svg>
  )
}
