import type { AreaId, BulletinQuery } from '@tieng-lang/protocol'
import { type Expression, type SqlBool, sql } from 'kysely'
import { type Database, query } from '../database.ts'
import { folded } from '../search-text.ts'
import { fromRow, type StoredBulletin } from './bulletins.ts'

/** The last bulletin of the page before. */
export interface BulletinCursor {
  createdAt: number
  bulletinId: string
}

export interface BulletinFilter extends Pick<BulletinQuery, 'text' | 'state' | 'category' | 'language'> {
  /** Null: those of every area. */
  areaIds: readonly AreaId[] | null
  after?: BulletinCursor
  countMax: number
}

const WORDS_MAX = 8

/** The newest first. Words are matched without marks, each anywhere in the title or the audience. */
export function listBulletins(database: Database, filter: BulletinFilter): StoredBulletin[] {
  const rows = query
    .selectFrom('bulletins')
    .selectAll()
    .where('bulletinId', 'in', pageQuery(filter))
    .orderBy('createdAt', 'desc')
    .orderBy('bulletinId', 'desc')
  return database.rows(rows).map(fromRow)
}

/** The ids of one page. It reads its index alone (`bulletinsForLists`): no row is touched that is not shown. */
export function pageQuery(filter: BulletinFilter) {
  const { after, countMax } = filter
  return query
    .selectFrom('bulletins')
    .select('bulletinId')
    .where(({ and }) => and(conditionsOf(filter)))
    .$if(after !== undefined, (built) =>
      built.where(sql<SqlBool>`(createdAt, bulletinId) < (${after?.createdAt}, ${after?.bulletinId})`),
    )
    .orderBy('createdAt', 'desc')
    .orderBy('bulletinId', 'desc')
    .limit(countMax)
}

function conditionsOf({ text, state, category, language, areaIds }: BulletinFilter): Expression<SqlBool>[] {
  const conditions = [sql<SqlBool>`1`]
  // The plus keeps SQLite from going by area, for then it would have to read and sort everything that lies there.
  if (areaIds)
    conditions.push(sql<SqlBool>`+areaId IN (SELECT value FROM json_each(${JSON.stringify(areaIds)}))`)
  if (state === 'withdrawn') conditions.push(sql<SqlBool>`withdrawnAt IS NOT NULL`)
  else if (state !== undefined) conditions.push(sql<SqlBool>`(state = ${state} AND withdrawnAt IS NULL)`)
  if (category !== undefined) conditions.push(sql<SqlBool>`category = ${category}`)
  if (language !== undefined) conditions.push(sql<SqlBool>`language = ${language}`)
  for (const word of folded(text ?? '')
    .split(' ')
    .slice(0, WORDS_MAX))
    if (word !== '') conditions.push(sql<SqlBool>`instr(searchText, ${word}) > 0`)
  return conditions
}
