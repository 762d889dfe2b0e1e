import { isDeepStrictEqual } from 'node:util'
import { CodedError, type Id, type RelaySource } from '@tieng-lang/protocol'
import type { Database } from '../../../storage/database.ts'
import { programmeAt } from '../../programmes/programme-answer.ts'

/**
 * Refuses a source that stands neither in what is being worked on of a programme nor in what plays of it: who reviews it may
 * hear what they review, and make the server fetch nothing else. Throws `programmeNotFound`, `sourceNotInProgramme`.
 */
export function requireSourceOf(database: Database, programmeId: Id, source: RelaySource): void {
  const { definition, playing } = programmeAt(database, programmeId)
  const items = [...definition.playlist, ...(playing?.definition.playlist ?? [])]
  if (!items.some((item) => 'relay' in item && isDeepStrictEqual(item.relay.source, source)))
    throw new CodedError('sourceNotInProgramme', `the programme ${programmeId} does not relay this source`)
}
