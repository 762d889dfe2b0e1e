import type { EmergencyClusterLine } from '@tieng-lang/protocol/browser'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useAreas } from '../../../api/queries.ts'
import { OUTCOME_LOOKS } from '../follow/clusters/outcome-looks.ts'
import { useClusterMap } from './use-cluster-map.ts'

/** Who heard it, on the map. */
export function OutcomeMap({ clusters }: { clusters: readonly EmergencyClusterLine[] }) {
  const { t } = useTranslation('emergency')
  const { data: areas = [] } = useAreas()
  const dots = useMemo(
    () =>
      clusters.flatMap(({ name, position, outcome }) => {
        if (!position) return []
        const { color, isHeard } = OUTCOME_LOOKS[outcome]
        return [{ position, label: `${name}: ${t(`outcome.${outcome}`)}`, color, isHollow: !isHeard }]
      }),
    [clusters, t],
  )
  // The same clusters are told every 2 s: the outlines stay.
  const ids = clusters.map(({ clusterId }) => clusterId).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: as said above
  const placed = useMemo(() => clusters, [ids])
  const { container } = useClusterMap({ clusters: placed, areas, dots })
  return <div ref={container} className="tl-map" role="application" aria-label={t('place.mapLabel')} />
}
