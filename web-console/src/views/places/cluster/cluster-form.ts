import type {
  AreaAnswer,
  AreaId,
  ClusterAnswer,
  ClusterChange,
  Id,
  Position,
  QuietHours,
  VolumeSettings,
  Zone,
} from '@tieng-lang/protocol/browser'
import { areaPathOf } from '../../../components/places/area-tree.ts'
import { positionOf } from '../model/position-text.ts'

/** A cluster's settings as they are being written. Undefined hours and zone of time are taken from its areas. */
export interface ClusterForm {
  name: string
  areaId: AreaId
  latitude: string
  longitude: string
  zones: Id[]
  volume: VolumeSettings
  isSpecialArea: boolean
  quietHours: QuietHours | undefined
  timeZone: string | undefined
  cacheMegabytes: number
}

const MEGABYTE = 1_000_000

export function formOfCluster({ name, areaId, position, settings }: ClusterAnswer): ClusterForm {
  const { zones, volume, isSpecialArea, quietHours, timeZone, cacheBytesMax } = settings
  const cacheMegabytes = Math.round(cacheBytesMax / MEGABYTE)
  const inputs = { zones, volume, isSpecialArea, quietHours, timeZone, cacheMegabytes }
  return { name, areaId, ...textOfPosition(position), ...inputs }
}

export function textOfPosition(position: Position | null): Pick<ClusterForm, 'latitude' | 'longitude'> {
  return { latitude: degreesText(position?.latitude), longitude: degreesText(position?.longitude) }
}

/** 6 decimals are a tenth of a metre. */
function degreesText(degrees: number | undefined): string {
  return degrees === undefined ? '' : String(Number(degrees.toFixed(6)))
}

/** What the two fields say: a place, none, or nothing that can be read. */
export function readPositionFields({
  latitude,
  longitude,
}: Pick<ClusterForm, 'latitude' | 'longitude'>): Position | null | 'wrong' {
  if (latitude.trim() === '' && longitude.trim() === '') return null
  return positionOf(latitude, longitude) ?? 'wrong'
}

/** The body of the PATCH; `null` takes a setting from the area again. The fields' position must be readable. */
export function changeOfCluster(form: ClusterForm, base: ClusterAnswer): ClusterChange {
  const { name, areaId, zones, volume, isSpecialArea, quietHours, timeZone, cacheMegabytes } = form
  const shown = textOfPosition(base.position)
  const isPositionSame = form.latitude === shown.latitude && form.longitude === shown.longitude
  const position = isPositionSame ? base.position : readPositionFields(form)
  const isCacheSame = cacheMegabytes === formOfCluster(base).cacheMegabytes
  return {
    name: name.trim(),
    areaId,
    ...(position !== 'wrong' && { position }),
    settings: {
      zones,
      volume,
      isSpecialArea,
      quietHours: quietHours ?? null,
      timeZone: timeZone ?? null,
      // Bytes that are no whole megabytes stay as they are unless somebody types another number.
      cacheBytesMax: isCacheSame ? base.settings.cacheBytesMax : cacheMegabytes * MEGABYTE,
    },
  }
}

/** A cluster may belong to zones of its own area and of those above. */
export function zonesFor(areaId: AreaId, areas: readonly AreaAnswer[], zones: readonly Zone[]): Zone[] {
  const path = areaPathOf(areas, areaId)
  return zones
    .filter((zone) => path.includes(zone.areaId))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'vi'))
}

/** In another area it leaves the zones that do not reach there. */
export function inArea(
  form: ClusterForm,
  areaId: AreaId,
  known: { areas: readonly AreaAnswer[]; zones: readonly Zone[] },
): ClusterForm {
  const possible = new Set(zonesFor(areaId, known.areas, known.zones).map(({ zoneId }) => zoneId))
  return { ...form, areaId, zones: form.zones.filter((zoneId) => possible.has(zoneId)) }
}

/** Whether a level is set that the hard cap will not let through. */
export function isOverCap({ defaultPercent, emergencyPercent, hardCapPercent, byTimeOfDay }: VolumeSettings) {
  const levels = [defaultPercent, emergencyPercent, ...byTimeOfDay.map(({ percent }) => percent)]
  return levels.some((percent) => percent > hardCapPercent)
}
