import type { EmergencyPlace } from '@tieng-lang/protocol/browser'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { useAreas, useClusters, useZones } from '../../api/queries.ts'

/** One chosen part of a place, with its name and how the place looks without it. */
export interface PlacePart {
  key: string
  name: string
  without: EmergencyPlace
}

/** Splits a place into its named parts. */
export function usePlaceParts(): (place: EmergencyPlace) => PlacePart[] {
  const { t } = useTranslation('emergency')
  const { data: areas } = useAreas()
  const { data: zones } = useZones()
  const { data: clusters } = useClusters()
  return useCallback(
    (place) => {
      const part = (kind: 'areas' | 'zones' | 'clusters', id: string, name: string | undefined) => ({
        key: `${kind} ${id}`,
        name: name ?? id,
        without: { ...place, [kind]: place[kind].filter((each) => each !== id) },
      })
      return [
        ...place.areas.map((id) => part('areas', id, areas?.find(({ areaId }) => areaId === id)?.name)),
        ...place.zones.map((id) => part('zones', id, zones?.find(({ zoneId }) => zoneId === id)?.name)),
        ...place.clusters.map((id) =>
          part('clusters', id, clusters?.find(({ clusterId }) => clusterId === id)?.name),
        ),
        ...place.polygons.map((polygon, index) => ({
          key: `polygon ${index} ${polygon.length}`,
          name: t('place.polygon', { count: polygon.length }),
          without: { ...place, polygons: place.polygons.filter((each) => each !== polygon) },
        })),
      ]
    },
    [areas, zones, clusters, t],
  )
}
