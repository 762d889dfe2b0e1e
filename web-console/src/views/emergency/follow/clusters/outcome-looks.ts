import {
  IconAlertTriangleFilled,
  IconBan,
  IconEar,
  IconHourglass,
  IconPlugConnectedX,
  IconVolume2,
} from '@tabler/icons-react'
import type { EmergencyClusterLine, EmergencyOutcome } from '@tieng-lang/protocol/browser'

/** Shape and colour of each; amber is what somebody must look after. */
export const OUTCOME_LOOKS = {
  heard: { Shape: IconEar, color: 'var(--tl-health)', isHeard: true },
  playedNotProven: { Shape: IconVolume2, color: 'var(--tl-played)', isHeard: true },
  waiting: { Shape: IconHourglass, color: 'var(--mantine-color-dimmed)', isHeard: false },
  refused: { Shape: IconBan, color: 'var(--tl-fault)', isHeard: false },
  notReached: { Shape: IconPlugConnectedX, color: 'var(--tl-fault)', isHeard: false },
} as const satisfies Record<EmergencyOutcome, { Shape: unknown; color: string; isHeard: boolean }>

export const WarningShape = IconAlertTriangleFilled

/** What needs somebody first, then what is still open, then what is well. */
export const OUTCOMES: readonly EmergencyOutcome[] = [
  'notReached',
  'refused',
  'waiting',
  'playedNotProven',
  'heard',
]

const { compare } = new Intl.Collator('vi', { numeric: true })

/** In the order in which a person works through them; what is dealt with comes after what is not. */
export function inOrder(clusters: readonly EmergencyClusterLine[]): EmergencyClusterLine[] {
  const rank = ({ outcome, resolved }: EmergencyClusterLine) =>
    OUTCOMES.indexOf(outcome) + (resolved === null ? 0 : OUTCOMES.length)
  return clusters.toSorted((a, b) => rank(a) - rank(b) || compare(a.name, b.name))
}

/** It was not heard there, and nobody has said yet what was done about it. */
export function isUnresolved({ outcome, resolved }: EmergencyClusterLine): boolean {
  return resolved === null && (outcome === 'notReached' || outcome === 'refused')
}
