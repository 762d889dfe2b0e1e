import type { AreaAnswer, ClusterAnswer } from '@tieng-lang/protocol/browser'
import { areaPathOf } from '../../../components/places/area-tree.ts'

/** Where a setting comes from: the cluster itself, an area above it (its name), or the server. */
export type SettingSource = { kind: 'cluster' | 'server' } | { kind: 'area'; name: string }

/** Who says the quiet hours or the time zone of a cluster: the nearest that sets it. */
export function sourceOf(
  setting: 'quietHours' | 'timeZone',
  { settings, areaId }: ClusterAnswer,
  areas: readonly AreaAnswer[],
): SettingSource {
  if (settings[setting] !== undefined) return { kind: 'cluster' }
  const path = areaPathOf(areas, areaId).toReversed()
  for (const id of path) {
    const area = areas.find((each) => each.areaId === id)
    if (area?.settings[setting] !== undefined) return { kind: 'area', name: area.name }
  }
  return { kind: 'server' }
}
