import { Bulletin, Id, shape } from '@tieng-lang/protocol'
import { Type } from 'typebox'
import { ProgrammeDefinition, ProgrammeTargets } from '../../storage/programmes.ts'

export const ProgrammeBody = shape({
  definition: ProgrammeDefinition,
  targets: ProgrammeTargets,
  isApprovedAtOnce: Type.Boolean(),
})

/** Query strings are text: numbers are read where they are used. */
export const PlayoutQuery = shape({
  clusterId: Type.Optional(Id),
  dueBefore: Type.Optional(Type.String({ pattern: '^[0-9]{1,16}$' })),
  count: Type.Optional(Type.String({ pattern: '^[0-9]{1,4}$' })),
})
