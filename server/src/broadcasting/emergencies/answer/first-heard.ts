import type { EmergencyMoment } from '@tieng-lang/protocol'

/**
 * With a moment of its own, just before it, for the first that was heard of each edition. It is found when it is asked
 * for: clusters' words do not come in the order of what was heard. `moments` in order of time.
 */
export function withFirstHeard(moments: readonly EmergencyMoment[]): EmergencyMoment[] {
  const seen = new Set<unknown>()
  return moments.flatMap((moment) => {
    const { edition } = moment.detail
    if (moment.kind !== 'heard' || seen.has(edition)) return [moment]
    seen.add(edition)
    return [{ ...moment, kind: 'firstHeard' as const, detail: { edition } }, moment]
  })
}
