import { type BulletinAnswer, type BulletinQuery, CodedError, type Page } from '@tieng-lang/protocol'
import type { Principal } from '../../access/principal.ts'
import { visibleAreas } from '../../access/visible-areas.ts'
import { type BulletinCursor, listBulletins } from '../../storage/bulletins/bulletin-list.ts'
import type { Database } from '../../storage/database.ts'
import { areaTree } from '../../storage/tree/area-tree.ts'
import { listedBulletin } from './bulletin-answer.ts'

const COUNT_DEFAULT = 50
const COUNT_MAX = 200
/** `{createdAt}_{bulletinId}`, as `next` of the page before. */
const CURSOR = /^([0-9.]{1,20})_([a-z0-9-]{1,64})$/

/** One page of the bulletins that this person may see, the newest first. Throws `badRequest`. */
export function bulletinPage(database: Database, by: Principal, wanted: BulletinQuery): Page<BulletinAnswer> {
  const { after, count, areaId, ...filter } = wanted
  const countMax = Math.min(Math.max(1, Number(count ?? COUNT_DEFAULT)), COUNT_MAX)
  const found = listBulletins(database, {
    ...filter,
    areaIds: areaIdsOf(database, by, areaId),
    ...(after !== undefined && { after: cursorOf(after) }),
    countMax: countMax + 1,
  })
  const items = found.slice(0, countMax).map(listedBulletin)
  const last = items.at(-1)
  const next = found.length > countMax && last ? `${last.createdAt}_${last.bulletinId}` : null
  return { items, next }
}

/** What they may see, and of that the area asked for with all below it; null: everything. */
function areaIdsOf(
  database: Database,
  { grants }: Principal,
  areaId: BulletinQuery['areaId'],
): string[] | null {
  const visible = visibleAreas(database, grants)
  if (areaId === undefined) return visible.isEverywhere ? null : [...visible.areaIds]
  return areaTree(database)
    .idsBelow(areaId)
    .filter((below) => visible.areaIds.has(below))
}

function cursorOf(after: string): BulletinCursor {
  const match = CURSOR.exec(after)
  const createdAt = Number(match?.[1])
  if (!match?.[2] || !Number.isFinite(createdAt))
    throw new CodedError('badRequest', 'after is not the next of a page')
  return { createdAt, bulletinId: match[2] }
}
