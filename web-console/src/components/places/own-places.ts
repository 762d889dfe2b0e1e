import type { AreaAnswer, Permission, SessionAnswer } from '@tieng-lang/protocol/browser'
import { mayDo } from '@tieng-lang/protocol/browser'
import { areaLines, areaPathOf } from './area-tree.ts'

/** A commune has five digits in QĐ 19/2025. */
const COMMUNE_CODE_DIGITS = 5

export interface OwnPlaces {
  /** Communes in which this person may do it, those named in a grant first. */
  communes: AreaAnswer[]
  /** The topmost areas of this person that are no communes: wide. */
  tops: AreaAnswer[]
}

/** Where this person may do it, the likeliest first. */
export function ownPlaces(
  areas: readonly AreaAnswer[],
  grants: SessionAnswer['grants'],
  permission: Permission,
): OwnPlaces {
  const mine = areaLines(areas)
    .map(({ area }) => area)
    .filter(({ areaId }) => mayDo(grants, permission, areaPathOf(areas, areaId)))
  const ids = new Set(mine.map(({ areaId }) => areaId))
  const isNamed = ({ areaId }: AreaAnswer) => grants.some((grant) => grant.areaId === areaId)
  const communes = mine.filter(isCommune).sort((a, b) => Number(isNamed(b)) - Number(isNamed(a)))
  const tops = mine.filter((area) => !isCommune(area) && (area.parentId === null || !ids.has(area.parentId)))
  return { communes, tops }
}

/** The one place that needs no choosing; null where there are several. */
export function ownCommune(
  { communes, tops }: OwnPlaces,
  grants: SessionAnswer['grants'],
): AreaAnswer | null {
  const named = communes.filter(({ areaId }) => grants.some((grant) => grant.areaId === areaId))
  if (named.length === 1) return named[0] ?? null
  if (communes.length === 1) return communes[0] ?? null
  return communes.length === 0 && tops.length === 1 ? (tops[0] ?? null) : null
}

function isCommune({ code }: AreaAnswer): boolean {
  return code?.length === COMMUNE_CODE_DIGITS
}
