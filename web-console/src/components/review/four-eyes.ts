import type { AreaAnswer, AreaId } from '@tieng-lang/protocol/browser'

/** Whether one person may make and approve here: what the smallest area that says anything says; else two (R9). */
export function isOnePersonEnough(areas: readonly AreaAnswer[], areaPath: readonly AreaId[]): boolean {
  const settings = new Map(areas.map((area) => [area.areaId, area.settings]))
  const policy = areaPath
    .map((areaId) => settings.get(areaId)?.review)
    .findLast((review) => review !== undefined)
  return policy === 'onePerson'
}
