import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { ClusterId, Programme } from '@tieng-lang/protocol'
import { type Database, query } from '../database.ts'

/** What a cluster was to play from an instant on, until the next of these rows. */
export interface WantedPlan {
  clusterId: ClusterId
  /** The first plan revision that said so; later ones may have been sealed for other reasons. */
  fromRevision: number
  programmesSha256: string
  wantedAt: number
  /** When the cluster first said that it holds it, by our clock; null before. */
  heldAt: number | null
}

/** The programmes of a plan as they are written in it, and their hash; many clusters have the same. */
export interface ProgrammesText {
  programmesSha256: string
  text: string
  latenessMsMax: number
}

/** Of one cluster. The oldest are let go beyond this: some thirty changes a day for as long as a cluster may be away. */
const PLANS_PER_CLUSTER_MAX = 500

/** Belongs in the transaction that seals the plan. Nothing where the cluster was to play the same before. */
export function noteWantedPlan(
  database: Database,
  { programmes, ...plan }: { programmes: ProgrammesText } & Omit<WantedPlan, 'programmesSha256' | 'heldAt'>,
): void {
  const { programmesSha256, text, latenessMsMax } = programmes
  const [latest] = listWantedPlans(database, plan.clusterId, { newestFirst: true, countMax: 1 })
  if (latest?.programmesSha256 === programmesSha256) return
  if (!hasProgrammes(database, programmesSha256)) {
    const deflated = deflateRawSync(text, { level: 1 })
    database.run(query.insertInto('wantedProgrammes').values({ programmesSha256, deflated, latenessMsMax }))
  }
  const row = { ...plan, programmesSha256, heldAt: null }
  database.run(query.insertInto('wantedPlans').values(row))
  const all = listWantedPlans(database, plan.clusterId, { countMax: PLANS_PER_CLUSTER_MAX + 1 })
  const [oldest] = all
  if (oldest && all.length > PLANS_PER_CLUSTER_MAX) removeWantedPlan(database, oldest)
}

/** A cluster says that it holds this revision of its plan; the first time counts. */
export function noteHeldPlan(
  database: Database,
  { clusterId, revision, heldAt }: { clusterId: ClusterId; revision: number; heldAt: number },
): void {
  const [plan] = listWantedPlans(database, clusterId, { newestFirst: true, revision, countMax: 1 })
  if (!plan || plan.heldAt !== null) return
  database.run(
    query
      .updateTable('wantedPlans')
      .set({ heldAt })
      .where('clusterId', '=', clusterId)
      .where('fromRevision', '=', plan.fromRevision),
  )
}

interface WhichPlans {
  newestFirst?: boolean
  /** Only what was wanted at this revision or before. */
  revision?: number
  countMax?: number
}

/** In the order of their revisions. */
export function listWantedPlans(
  database: Database,
  clusterId: ClusterId,
  { newestFirst = false, revision, countMax = PLANS_PER_CLUSTER_MAX + 1 }: WhichPlans = {},
): WantedPlan[] {
  return database.rows(
    query
      .selectFrom('wantedPlans')
      .selectAll()
      .where('clusterId', '=', clusterId)
      .$if(revision !== undefined, (built) => built.where('fromRevision', '<=', revision ?? 0))
      .orderBy('fromRevision', newestFirst ? 'desc' : 'asc')
      .limit(countMax),
  )
}

/** The longest that any of its sounds may be late, without reading the programmes themselves. */
export function findLatenessMsMax(database: Database, programmesSha256: string): number {
  const found = query.selectFrom('wantedProgrammes').select('latenessMsMax')
  return database.row(found.where('programmesSha256', '=', programmesSha256))?.latenessMsMax ?? 0
}

/** Throws where there are none: a wanted plan refers to them. */
export function readProgrammes(database: Database, programmesSha256: string): Programme[] {
  const found = query.selectFrom('wantedProgrammes').select('deflated')
  const row = database.row(found.where('programmesSha256', '=', programmesSha256))
  if (!row) throw new Error(`no programmes ${programmesSha256}`)
  // `noteWantedPlan` wrote what a plan's shape allows.
  return JSON.parse(inflateRawSync(row.deflated).toString('utf8'))
}

/** With its programmes where no other cluster has the same any more. */
export function removeWantedPlan(
  database: Database,
  { clusterId, fromRevision, programmesSha256 }: WantedPlan,
): void {
  database.run(
    query
      .deleteFrom('wantedPlans')
      .where('clusterId', '=', clusterId)
      .where('fromRevision', '=', fromRevision),
  )
  database.run(
    query
      .deleteFrom('wantedProgrammes')
      .where('programmesSha256', '=', programmesSha256)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('wantedPlans')
              .select('wantedPlans.clusterId')
              .where('wantedPlans.programmesSha256', '=', programmesSha256),
          ),
        ),
      ),
  )
}

function hasProgrammes(database: Database, programmesSha256: string): boolean {
  const found = query.selectFrom('wantedProgrammes').select('programmesSha256')
  return database.row(found.where('programmesSha256', '=', programmesSha256)) !== undefined
}
