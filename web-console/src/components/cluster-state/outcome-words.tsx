import type { PlayoutLineAnswer, PlayoutReason } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { StateBadge } from '../state-badge.tsx'

/** What people or the rules wanted: not heard, and yet nothing to mend. */
const WANTED_REASONS: ReadonlySet<PlayoutReason> = new Set<PlayoutReason>([
  'quietHours',
  'sessionTooLong',
  'sessionsPerDay',
  'expired',
  'stopped',
  'skipped',
  'withdrawn',
  'preempted',
])

/** Heard, partly or not, as shape and word; amber only where there is something to mend. */
export function OutcomeBadge({
  line: { outcome, reason },
}: {
  line: Pick<PlayoutLineAnswer, 'outcome' | 'reason'>
}) {
  const { t } = useTranslation('words')
  const isWanted = reason !== null && WANTED_REASONS.has(reason)
  const tone = outcome === 'heard' ? 'good' : isWanted ? 'none' : 'fault'
  return <StateBadge tone={tone} label={t(`outcome.${outcome}`)} />
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
