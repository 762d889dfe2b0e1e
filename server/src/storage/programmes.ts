import {
  AreaId,
  ClusterId,
  Id,
  Programme,
  ProgrammeItem,
  type ReviewState,
  shape,
} from '@tieng-lang/protocol'
import { type Static, Type } from 'typebox'
import { type Database, query } from './database.ts'

const { media: _media, ...itemWithoutMedia } = ProgrammeItem.properties
const { playlist: _playlist, plannedAt: _plannedAt, ...programmeWithoutPlaylist } = Programme.properties

/** A programme as it is kept: its items name bulletins; the audio's hash joins when the plan is made. */
export const ProgrammeDefinition = shape({
  ...programmeWithoutPlaylist,
  playlist: Type.Array(shape({ ...itemWithoutMedia, bulletinId: Id }), { minItems: 1, maxItems: 200 }),
})
export type ProgrammeDefinition = Static<typeof ProgrammeDefinition>

/** Whom a programme reaches: everything in the areas, every cluster of the zones, and clusters by name. */
export const ProgrammeTargets = shape({
  areas: Type.Array(AreaId, { maxItems: 1_000 }),
  zones: Type.Array(Id, { maxItems: 1_000 }),
  clusters: Type.Array(ClusterId, { maxItems: 1_000 }),
})
export type ProgrammeTargets = Static<typeof ProgrammeTargets>

export interface StoredProgramme {
  programmeId: Id
  definition: ProgrammeDefinition
  targets: ProgrammeTargets
  state: ReviewState
  producedBy: string
  approvedBy: string | null
  createdAt: number
  changedAt: number
}

const PROGRAMMES_MAX = 10_000

/** Inserts, or puts in the place of the one with the same id (which keeps its `createdAt`). */
export function replaceProgramme(database: Database, programme: StoredProgramme): void {
  const row = {
    ...programme,
    definition: JSON.stringify(programme.definition),
    targets: JSON.stringify(programme.targets),
  }
  const { createdAt: _, ...changed } = row
  database.run(
    query
      .insertInto('programmes')
      .values(row)
      .onConflict((conflict) => conflict.column('programmeId').doUpdateSet(changed)),
  )
}

export function findProgramme(database: Database, programmeId: Id): StoredProgramme | undefined {
  const row = database.row(query.selectFrom('programmes').selectAll().where('programmeId', '=', programmeId))
  return row && fromRow(row)
}

export function listProgrammes(database: Database): StoredProgramme[] {
  return database
    .rows(query.selectFrom('programmes').selectAll().orderBy('programmeId').limit(PROGRAMMES_MAX))
    .map(fromRow)
}

export function removeProgramme(database: Database, programmeId: Id): boolean {
  return database.run(query.deleteFrom('programmes').where('programmeId', '=', programmeId)) > 0
}

interface ProgrammeRow extends Omit<StoredProgramme, 'definition' | 'targets' | 'state'> {
  definition: string
  targets: string
  state: string
}

function fromRow(row: ProgrammeRow): StoredProgramme {
  return {
    ...row,
    // The column's CHECK allows the four states only.
    state: row.state as ReviewState,
    definition: JSON.parse(row.definition),
    targets: JSON.parse(row.targets),
  }
}
