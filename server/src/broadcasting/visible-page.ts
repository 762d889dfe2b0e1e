import { type AreaId, CodedError } from '@tieng-lang/protocol'
import type { VisibleAreas } from '../access/visible-areas.ts'
import type { ListPlace } from '../storage/list-place.ts'
import { isVisible } from './programmes/targets.ts'

const PAGE_LENGTH = 50
/** Whoever sees few of many gets a short page and where to go on. */
const LOOKED_AT_MAX = 1_000

export interface VisiblePageOptions<T> {
  visible: VisibleAreas
  /** So many of all that there are, the newest first, from behind a place on. */
  read(after: ListPlace | undefined, countMax: number): readonly T[]
  placeOf(item: T): ListPlace
}

/**
 * Of a list the newest that concern the asker's areas, from behind `after` on, and where the next page begins. Throws
 * `badRequest` for an `after` that no page said.
 */
export function visiblePage<T extends { areaIds: readonly AreaId[] }>(
  { visible, read, placeOf }: VisiblePageOptions<T>,
  after: string | undefined,
): { shown: T[]; next: string | null } {
  const shown: T[] = []
  let place = after === undefined ? undefined : parsePlace(after)
  let isEnd = false
  for (
    let looked = 0;
    looked < LOOKED_AT_MAX && shown.length < PAGE_LENGTH && !isEnd;
    looked += PAGE_LENGTH
  ) {
    const some = read(place, PAGE_LENGTH)
    const last = some.at(-1)
    for (const item of some) {
      if (shown.length >= PAGE_LENGTH) break
      place = placeOf(item)
      if (isVisible(item.areaIds, visible)) shown.push(item)
    }
    const isAllTaken = last === undefined || place?.id === placeOf(last).id
    isEnd = some.length < PAGE_LENGTH && isAllTaken
  }
  return { shown, next: isEnd || !place ? null : `${place.at},${place.id}` }
}

function parsePlace(text: string): ListPlace {
  const [at = '', id = ''] = text.split(',')
  if (id === '' || !Number.isFinite(Number(at)))
    throw new CodedError('badRequest', '"after" is what "next" of the page before said')
  return { at: Number(at), id }
}
