import type { Page, ProgrammeAnswer, ProgrammeQuery } from '@tieng-lang/protocol'
import type { Principal } from '../../access/principal.ts'
import { visibleAreas } from '../../access/visible-areas.ts'
import type { Database } from '../../storage/database.ts'
import { listProgrammes, type StoredProgramme } from '../../storage/programmes.ts'
import { folded } from '../../storage/search-text.ts'
import { programmeAnswer } from './programme-answer.ts'
import { areasReader, concernsArea, isVisible } from './targets.ts'

const COUNT_DEFAULT = 50
const COUNT_MAX = 500

/** One page of the programmes that somebody may see, by name; `after` is the id of the last one on the page before. */
export function listProgrammePage(
  database: Database,
  by: Principal,
  { areaId, state, text, after, count }: ProgrammeQuery,
): Page<ProgrammeAnswer> {
  const words = folded(text ?? '')
  const found = visibleProgrammes(database, by, areaId)
    .filter((each) => state === undefined || each.state === state)
    .filter(({ definition }) => words === '' || folded(definition.name).includes(words))
    .sort(byName)
  const from = after === undefined ? 0 : found.findIndex(({ programmeId }) => programmeId === after) + 1
  const countMax = Math.min(Number(count ?? COUNT_DEFAULT), COUNT_MAX)
  const items = found.slice(from, from + countMax)
  const hasMore = from + items.length < found.length
  return { items: items.map(programmeAnswer), next: hasMore ? (items.at(-1)?.programmeId ?? null) : null }
}

/** Every programme that somebody may see, by id; only those that concern an area, where one is named. */
export function visibleProgrammes(database: Database, by: Principal, areaId?: string): StoredProgramme[] {
  const visible = visibleAreas(database, by.grants)
  const areasOf = areasReader(database)
  return listProgrammes(database).filter(({ targets, playing }) => {
    const areas = playing ? [...areasOf(targets), ...areasOf(playing.targets)] : areasOf(targets)
    return isVisible(areas, visible) && (areaId === undefined || concernsArea(database, areas, areaId))
  })
}

const collator = new Intl.Collator('vi')

function byName(a: StoredProgramme, b: StoredProgramme): number {
  return collator.compare(a.definition.name, b.definition.name) || (a.programmeId < b.programmeId ? -1 : 1)
}
