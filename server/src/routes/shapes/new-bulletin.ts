import { Bulletin, BulletinCategory, Id, IntakeQuery, shape } from '@tieng-lang/protocol'
import { type Static, Type } from 'typebox'

/** Query of `POST /api/v1/bulletins`; without an area it is the first one at the top. */
export const NewBulletinQuery = shape({
  title: Bulletin.properties.title,
  areaId: Type.Optional(Id),
  fileName: Type.Optional(IntakeQuery.properties.fileName),
  category: Type.Optional(BulletinCategory),
  language: Type.Optional(Bulletin.properties.language),
  kind: IntakeQuery.properties.kind,
  review: Type.Optional(Type.Union([Type.Literal('approve'), Type.Literal('draft')])),
})
export type NewBulletinQuery = Static<typeof NewBulletinQuery>
