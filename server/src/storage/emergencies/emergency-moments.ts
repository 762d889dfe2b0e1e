import type { EmergencyMoment, Id } from '@tieng-lang/protocol'
import { type Database, query } from '../database.ts'

/** What happened to an emergency, and when; what is not said is null or empty. */
export type NewMoment = { emergencyId: Id } & Pick<EmergencyMoment, 'at' | 'kind'> & Partial<EmergencyMoment>

/** Appends; nothing changes or removes a moment. */
export function insertMoment(database: Database, moment: NewMoment): void {
  const { emergencyId, at, kind, by = null, clusterId = null, detail = {} } = moment
  const row = { emergencyId, at, kind, by, clusterId, detail: JSON.stringify(detail) }
  database.run(query.insertInto('emergencyMoments').values(row))
}

/** How many of one kind there are. */
export function countMoments(database: Database, emergencyId: Id, kind: EmergencyMoment['kind']): number {
  const moments = query
    .selectFrom('emergencyMoments')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('emergencyId', '=', emergencyId)
    .where('kind', '=', kind)
  return database.row(moments)?.count ?? 0
}

/** More is in no export: 1,000 clusters through 100 editions. */
const MOMENTS_MAX = 100_000

export interface MomentFilter {
  countMax?: number
  /** Only those of single clusters, or only the others. */
  of?: 'clusters' | 'people'
}

/** In order of time, the first `countMax`. */
export function listMoments(
  database: Database,
  emergencyId: Id,
  { countMax = MOMENTS_MAX, of }: MomentFilter = {},
): EmergencyMoment[] {
  const moments = query
    .selectFrom('emergencyMoments')
    .select(['at', 'kind', 'by', 'clusterId', 'detail'])
    .where('emergencyId', '=', emergencyId)
    .$if(of === 'people', (all) => all.where('clusterId', 'is', null))
    .$if(of === 'clusters', (all) => all.where('clusterId', 'is not', null))
    .orderBy('at')
    .orderBy('momentId')
    .limit(countMax)
  // `insertMoment` is the only one that writes here.
  return database.rows(moments).map(({ kind, detail, ...rest }) => ({
    ...rest,
    kind: kind as EmergencyMoment['kind'],
    detail: JSON.parse(detail),
  }))
}
