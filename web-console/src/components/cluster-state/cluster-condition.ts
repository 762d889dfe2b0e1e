import type { ClusterState, PlayoutReason } from '@tieng-lang/protocol/browser'

/** What somebody should look after, the worst first. */
export type ClusterTrouble = 'notEnrolled' | 'lost' | 'clock' | 'behind' | 'storage' | 'audio' | 'silent'
export type ClusterCondition = ClusterTrouble | 'playing' | 'paused' | 'ready'

/** Reasons that lie in the equipment: the next sounding will fail alike unless somebody goes there. */
const EQUIPMENT_REASONS: ReadonlySet<PlayoutReason> = new Set<PlayoutReason>([
  'amplifierOff',
  'amplifierFailed',
  'outputFailed',
  'silentHorn',
])

/** All that is wrong with a cluster; of one that cannot be asked, only that is known. */
export function troublesOf(state: ClusterState): ClusterTrouble[] {
  if (!state.isEnrolled) return ['notEnrolled']
  if (!state.isConnected) return ['lost']
  const troubles: ClusterTrouble[] = []
  if (state.clockState !== null && state.clockState !== 'trusted') troubles.push('clock')
  if (!holdsNewest(state)) troubles.push('behind')
  if (state.storage === 'full' || state.storage === 'failing') troubles.push('storage')
  if (state.media && state.media.held < state.media.wanted) troubles.push('audio')
  if (state.lastPlayout?.reason && EQUIPMENT_REASONS.has(state.lastPlayout.reason)) troubles.push('silent')
  return troubles
}

/** The one word for a cluster: what sounds is said first, unless nobody can know. */
export function conditionOf(state: ClusterState): ClusterCondition {
  if (state.isEnrolled && state.isConnected && state.playing) return 'playing'
  return troublesOf(state)[0] ?? (state.isPaused ? 'paused' : 'ready')
}

/** Does it hold the newest plan and settings? */
function holdsNewest({ planRevision, configRevision }: ClusterState): boolean {
  return planRevision.held === planRevision.wanted && configRevision.held === configRevision.wanted
}

export type PlanWord = 'none' | 'newest' | 'coming' | 'old'

/** The plan that a cluster holds, beside the one that it should hold. */
export function planWordOf(state: ClusterState): PlanWord {
  if (holdsNewest(state)) return state.planRevision.wanted === null ? 'none' : 'newest'
  return state.isConnected ? 'coming' : 'old'
}
