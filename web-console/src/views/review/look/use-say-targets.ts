import type { ProgrammeTargets } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { useAreas, useOverview, useZones } from '../../../api/queries.ts'

/** Where a programme sounds, in words: "mọi cụm loa của Xã A, vùng dọc đê, Cụm 3". */
export function useSayTargets(): (targets: ProgrammeTargets) => string {
  const { t } = useTranslation('review')
  const { data: areas = [] } = useAreas()
  const { data: zones = [] } = useZones()
  const { data: overview } = useOverview()
  const areaNames = new Map(areas.map(({ areaId, name }) => [areaId, name]))
  const zoneNames = new Map(zones.map(({ zoneId, name }) => [zoneId, name]))
  const clusterNames = new Map(overview?.clusters.map(({ clusterId, name }) => [clusterId, name]))
  const unknown = t('programme.unknownPlace')
  const sayArea = (name?: string) => (name === undefined ? unknown : t('programme.area', { name }))
  const sayZone = (name?: string) => (name === undefined ? unknown : t('programme.zone', { name }))
  return (targets) =>
    [
      ...targets.areas.map((areaId) => sayArea(areaNames.get(areaId))),
      ...targets.zones.map((zoneId) => sayZone(zoneNames.get(zoneId))),
      ...targets.clusters.map((clusterId) => clusterNames.get(clusterId) ?? unknown),
    ].join(', ')
}
