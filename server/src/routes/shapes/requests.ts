import { Id, shape } from '@tieng-lang/protocol'
import { Type } from 'typebox'

/** Query strings are text: numbers are read where they are used. */
export const PlayoutQuery = shape({
  clusterId: Type.Optional(Id),
  dueBefore: Type.Optional(Type.String({ pattern: '^[0-9]{1,16}$' })),
  count: Type.Optional(Type.String({ pattern: '^[0-9]{1,4}$' })),
})
