import type { ClusterState } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { useTimes } from '../../i18n/use-times.ts'
import { StateBadge, type StateTone } from '../state-badge.tsx'
import { type ClusterCondition, conditionOf } from './cluster-condition.ts'

const TONES: Record<ClusterCondition, StateTone> = {
  playing: 'sounding',
  paused: 'waiting',
  ready: 'good',
  notEnrolled: 'none',
  lost: 'fault',
  clock: 'fault',
  behind: 'fault',
  storage: 'fault',
  audio: 'fault',
  silent: 'fault',
}

/** How a cluster stands, as shape and word. */
export function ConditionBadge({ state }: { state: ClusterState }) {
  const { t } = useTranslation('overview')
  const times = useTimes()
  const condition = conditionOf(state)
  const isLostSince = condition === 'lost' && state.lastHeardOfAt !== null
  const label = isLostSince
    ? t('condition.lostSince', { time: times.instant(state.lastHeardOfAt ?? 0) })
    : t(`condition.${condition}`)
  return <StateBadge tone={TONES[condition]} label={label} />
}
