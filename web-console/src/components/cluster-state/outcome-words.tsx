import type { Outcome, PlayoutLineAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { StateBadge, type StateTone } from '../state-badge.tsx'

const TONES: Record<Outcome, StateTone> = { heard: 'good', partlyHeard: 'fault', notHeard: 'none' }

/** Heard, partly or not, as shape and word. */
export function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation('words')
  return <StateBadge tone={TONES[outcome]} label={t(`outcome.${outcome}`)} />
}

/** Why not, or by what it is known that it was heard. */
export function useProofWords() {
  const { t } = useTranslation('words')
  return ({ outcome, reason, evidence }: Pick<PlayoutLineAnswer, 'outcome' | 'reason' | 'evidence'>) => {
    const why = reason === null ? null : t(`reason.${reason}`)
    if (outcome === 'notHeard') return why ?? ''
    return [why, t(`evidence.${evidence}`)].filter((word) => word !== null).join(' · ')
  }
}
