import { CodedError, type Id, type ProgrammeAnswer } from '@tieng-lang/protocol'
import type { Database } from '../../storage/database.ts'
import { findProgramme, type StoredProgramme } from '../../storage/programmes.ts'
import { checkVersion } from '../../storage/versions.ts'

/** A programme as the console sees it: names of people, never their ids. */
export function programmeAnswer(stored: StoredProgramme): ProgrammeAnswer {
  const { programmeId, definition, targets, state, producedBy, submittedBy, approvedBy, approvedAt } = stored
  const { isOnePerson, note, playing, createdAt, changedAt, changedBy, version } = stored
  return {
    ...{ programmeId, definition, targets, state, producedBy, submittedBy, approvedBy, approvedAt },
    ...{ isOnePerson, note, createdAt, changedAt, changedBy, version },
    playing: playing && { definition: playing.definition, targets: playing.targets },
  }
}

/** Throws `programmeNotFound`. */
export function programmeAt(database: Database, programmeId: Id): StoredProgramme {
  const programme = findProgramme(database, programmeId)
  if (!programme) throw new CodedError('programmeNotFound', `no programme is ${programmeId}`)
  return programme
}

/** The programme, if it still has the version that the asker has seen. Throws `changedMeanwhile` with the present one. */
export function expectProgramme(
  database: Database,
  programmeId: Id,
  expected: number | 'any',
): StoredProgramme {
  const programme = programmeAt(database, programmeId)
  if (expected !== 'any' && programme.version !== expected) checkVersion(programmeAnswer(programme), expected)
  return programme
}
