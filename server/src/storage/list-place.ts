import type { Id } from '@tieng-lang/protocol'

/** Where a page of a list begins that has the newest first: behind the one of this instant and id. */
export interface ListPlace {
  at: number
  id: Id
}
