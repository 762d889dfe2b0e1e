import {
  AreaCode,
  AreaSettings,
  Bulletin,
  ClusterConfig,
  ClusterSettings,
  Id,
  shape,
} from '@tieng-lang/protocol'
import { Type } from 'typebox'
import { ProgrammeDefinition, ProgrammeTargets } from '../../storage/programmes.ts'

/** What local administration takes; each shape is checked strictly. */
export const NewArea = shape({
  areaId: Type.Optional(Id),
  parentId: Type.Optional(Type.Union([Id, Type.Null()])),
  code: Type.Optional(Type.Union([AreaCode, Type.Null()])),
  name: Type.String({ minLength: 1, maxLength: 200 }),
  settings: Type.Optional(AreaSettings),
})

export const NewCluster = shape({
  clusterId: Type.Optional(Id),
  areaId: Id,
  name: ClusterConfig.properties.name,
  settings: Type.Optional(Type.Partial(ClusterSettings, { additionalProperties: false })),
})

export const ClusterChange = shape({
  name: Type.Optional(ClusterConfig.properties.name),
  settings: Type.Optional(Type.Partial(ClusterSettings, { additionalProperties: false })),
})

export const NewEnrolmentCode = shape({
  clusterId: Id,
  validMinutes: Type.Integer({ minimum: 1, maximum: 43_200 }),
})

export const BulletinQuery = shape({
  title: Bulletin.properties.title,
  language: Type.Optional(Bulletin.properties.language),
  kind: Type.Optional(Type.Union([Type.Literal('speech'), Type.Literal('music')])),
  review: Type.Optional(Type.Union([Type.Literal('approve'), Type.Literal('draft')])),
})

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
