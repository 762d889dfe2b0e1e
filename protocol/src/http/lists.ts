import { type Static, type TSchema, Type } from 'typebox'
import { shape } from '../shape.ts'

/** One page of a long list; `next` is given back as `?after=` and is null on the last page. */
export function PageOf<Item extends TSchema>(item: Item) {
  return shape({ items: Type.Array(item), next: Type.Union([Type.String(), Type.Null()]) })
}
export interface Page<Item> {
  items: Item[]
  next: string | null
}

/** Query strings are text: numbers are read where they are used. */
export const WholeNumberText = Type.String({ pattern: '^[0-9]{1,16}$' })

/** The version of an editable thing: what a GET gives as `version` and `ETag`, and a change must repeat as `If-Match`. */
export const Version = Type.Integer({ minimum: 1 })
export type Version = Static<typeof Version>
