import type { Id, ProgrammeDefinition, ProgrammeTargets, ReviewState } from '@tieng-lang/protocol'
import { type Database, query } from './database.ts'

/** What the clusters play of a programme, as it was approved. Never changed in place. */
export interface PlayingProgramme {
  readonly definition: ProgrammeDefinition
  readonly targets: ProgrammeTargets
  /** When this version was laid (`Programme.plannedAt`). */
  readonly plannedAt: number
  /** When its first version was. */
  readonly firstPlannedAt: number
  /** What was under way in the version before, and where that was heard (`Programme.slotsUnderWay`). */
  readonly underWay: { readonly slots: readonly string[]; readonly targets: ProgrammeTargets } | null
  /** How many single starts it has had so far (`Programme.onceLabel`). */
  readonly onceCount: number
}

/** Each act's person is kept as a name, which people read, and as an operator's id, which four eyes compare. */
export interface StoredProgramme {
  programmeId: Id
  /** What is being worked on, and its state; the same as what plays once it is approved. */
  definition: ProgrammeDefinition
  targets: ProgrammeTargets
  state: ReviewState
  producedBy: string
  producedById: Id | null
  submittedBy: string | null
  submittedById: Id | null
  /** Who approved what plays. */
  approvedBy: string | null
  approvedById: Id | null
  approvedAt: number | null
  /** True: who made it approved it as well. */
  isOnePerson: boolean
  /** Why it was returned. */
  note: string | null
  playing: PlayingProgramme | null
  createdAt: number
  changedAt: number
  /** Who last changed what is being worked on. */
  changedBy: string
  changedById: Id | null
  version: number
}

const PROGRAMMES_MAX = 10_000
/** So many rows are read and parsed at once. */
const ROWS_READ_MAX = 200

/** Throws `alreadyExists`. */
export function insertProgramme(database: Database, programme: StoredProgramme): void {
  database.run(query.insertInto('programmes').values(toRow(programme)))
}

/** Puts it in the place of the one of that version; false where there is another by now. */
export function replaceProgramme(
  database: Database,
  programme: StoredProgramme,
  expectedVersion: number,
): boolean {
  const { programmeId, ...set } = toRow(programme)
  const built = query
    .updateTable('programmes')
    .set(set)
    .where('programmeId', '=', programmeId)
    .where('version', '=', expectedVersion)
  return database.run(built) > 0
}

/** With what plays of it apart from its working copy; undefined where there is none. */
export function findProgramme(database: Database, programmeId: Id): StoredProgramme | undefined {
  const row = database.row(query.selectFrom('programmes').selectAll().where('programmeId', '=', programmeId))
  return row && fromRow(row)
}

/** False where there is another version by now. */
export function removeProgramme(database: Database, programmeId: Id, expectedVersion: number): boolean {
  const built = query
    .deleteFrom('programmes')
    .where('programmeId', '=', programmeId)
    .where('version', '=', expectedVersion)
  return database.run(built) > 0
}

/** What was read before, by database and programme: parsing thousands of them anew would block the main thread. */
const parsed = new WeakMap<Database, Map<Id, StoredProgramme>>()

/** All of them, by id. They are shared and must not be changed. */
export function listProgrammes(database: Database): readonly StoredProgramme[] {
  const heads = database.rows(
    query
      .selectFrom('programmes')
      .select(['programmeId', 'version', 'changedAt'])
      .orderBy('programmeId')
      .limit(PROGRAMMES_MAX),
  )
  const before = parsed.get(database)
  const held = new Map<Id, StoredProgramme>()
  for (const { programmeId, version, changedAt } of heads) {
    const known = before?.get(programmeId)
    if (known && known.version === version && known.changedAt === changedAt) held.set(programmeId, known)
  }
  const missing = heads.map(({ programmeId }) => programmeId).filter((id) => !held.has(id))
  for (let from = 0; from < missing.length; from += ROWS_READ_MAX) {
    const ids = missing.slice(from, from + ROWS_READ_MAX)
    const rows = database.rows(query.selectFrom('programmes').selectAll().where('programmeId', 'in', ids))
    for (const row of rows) held.set(row.programmeId, fromRow(row))
  }
  parsed.set(database, held)
  return heads.flatMap(({ programmeId }) => held.get(programmeId) ?? [])
}

type ProgrammeRow = ReturnType<typeof toRow>

function toRow({ definition, targets, playing, isOnePerson, ...rest }: StoredProgramme) {
  return {
    ...rest,
    // The column's CHECK allows the four states only.
    state: rest.state as string,
    definition: JSON.stringify(definition),
    targets: JSON.stringify(targets),
    isOnePerson: isOnePerson ? (1 as const) : (0 as const),
    playingDefinition: playing && JSON.stringify(playing.definition),
    playingTargets: playing && JSON.stringify(playing.targets),
    plannedAt: playing?.plannedAt ?? null,
    firstPlannedAt: playing?.firstPlannedAt ?? null,
    carried: playing && JSON.stringify({ underWay: playing.underWay, onceCount: playing.onceCount }),
  }
}

function fromRow(row: ProgrammeRow): StoredProgramme {
  const { definition, targets, playingDefinition, playingTargets, plannedAt, firstPlannedAt, ...rest } = row
  const { carried, ...columns } = rest
  const isPlaying = playingDefinition !== null && playingTargets !== null && plannedAt !== null
  return {
    ...columns,
    state: columns.state as ReviewState,
    definition: JSON.parse(definition),
    targets: JSON.parse(targets),
    isOnePerson: columns.isOnePerson === 1,
    playing: isPlaying
      ? {
          definition: JSON.parse(playingDefinition),
          targets: JSON.parse(playingTargets),
          plannedAt,
          firstPlannedAt: firstPlannedAt ?? plannedAt,
          ...(carried === null ? { underWay: null, onceCount: 1 } : JSON.parse(carried)),
        }
      : null,
  }
}
