import type { AreaId } from '@tieng-lang/protocol'
import { AREAS_MAX } from '../../../storage/tree/areas.ts'
import { codeIn, idIn, nameIn, quietHoursIn, quietHoursText, textIn } from '../file/cells.ts'
import type { CsvRow } from '../file/csv-rows.ts'
import { added, changedFromTo, INHERITED, KIND, refuse, type Sentence, said, WHAT } from '../sentences.ts'
import type { Step } from '../steps.ts'
import type { DraftArea, DraftTree } from './draft-tree.ts'

/** An area is known by its id, else by its code, else by its name in its parent. Throws `RowRefused`. */
export function readAreaRow(tree: DraftTree, row: CsvRow): Step {
  const id = idIn(row)
  const code = codeIn(row)
  const name = nameIn(row)
  const parentText = textIn(row, 'parent')
  const parent = parentText === undefined ? undefined : tree.parentIn(parentText)
  const parentId = parent?.areaId ?? tree.defaultParentId()
  const before =
    (id === undefined ? undefined : tree.area(id)) ??
    (code === undefined ? undefined : tree.areaOfCode(code)) ??
    (id === undefined ? tree.areaNamed(parentId, name) : undefined)
  const areaId = before?.areaId ?? id ?? `#${row.row}`
  const after: DraftArea = {
    areaId,
    parentId: parent?.areaId ?? (before ? before.parentId : parentId),
    code: code ?? before?.code ?? null,
    name,
    settings: settingsOf(row, before),
    version: before?.version ?? null,
  }
  checkArea(tree, before, after)
  const sentences = before
    ? changes(tree, before, after)
    : [added(withCode(code), name, nameOf(tree, after.parentId))]
  tree.touch(`area ${areaId}`, row.row)
  tree.putArea(after)
  const isMoved = before !== undefined && before.parentId !== after.parentId
  const act = !before ? 'add' : isMoved ? 'move' : sentences.length > 0 ? 'change' : 'same'
  return { kind: 'area', area: after, line: { row: row.row, kind: 'area', act, name, sentences } }
}

function checkArea(tree: DraftTree, before: DraftArea | undefined, after: DraftArea): void {
  const holder = after.code === null ? undefined : tree.areaOfCode(after.code)
  if (holder && holder.areaId !== after.areaId)
    refuse(
      `Mã ${after.code} đang là của “${holder.name}”.`,
      `The code ${after.code} belongs to “${holder.name}”.`,
    )
  if (!before && tree.counts().areas >= AREAS_MAX)
    refuse(`Đã đủ ${AREAS_MAX} khu vực.`, `There are ${AREAS_MAX} areas already.`)
  if (before && !tree.isInScope(before.areaId))
    refuse(
      `“${before.name}” nằm ngoài khu vực được nhập.`,
      `“${before.name}” lies outside the area of this import.`,
    )
  // The area that the import works below is not itself below it.
  if (before?.parentId !== after.parentId && before?.areaId === tree.defaultParentId() && before)
    refuse('Không thể chuyển chính khu vực được nhập.', 'The area of this import itself cannot move.')
  if (before?.parentId !== after.parentId) tree.checkParent(after.areaId, after.parentId)
}

function settingsOf(row: CsvRow, before: DraftArea | undefined): DraftArea['settings'] {
  const windows = quietHoursIn(row)
  const { quietHours, ...settings } = before?.settings ?? {}
  if (windows === undefined) return { ...settings, ...(quietHours && { quietHours }) }
  return windows === null ? settings : { ...settings, quietHours: { ...quietHours, windows } }
}

function changes(tree: DraftTree, before: DraftArea, after: DraftArea): Sentence[] {
  const sentences: Sentence[] = []
  if (before.parentId !== after.parentId)
    sentences.push(changedFromTo(WHAT.parent, top(tree, before.parentId), top(tree, after.parentId)))
  if (before.name.normalize('NFC') !== after.name)
    sentences.push(changedFromTo(WHAT.name, said(before.name), said(after.name)))
  if (before.code !== after.code)
    sentences.push(changedFromTo(WHAT.code, plain(before.code), plain(after.code)))
  const quiet = [before, after].map(({ settings }) =>
    settings.quietHours ? quietHoursText(settings.quietHours) : INHERITED,
  )
  if (quiet[0]?.en !== quiet[1]?.en)
    sentences.push(changedFromTo(WHAT.quietHours, quiet[0] ?? null, quiet[1] ?? null))
  return sentences
}

const plain = (text: string | null): Sentence | null => (text === null ? null : { vi: text, en: text })
const nameOf = (tree: DraftTree, areaId: AreaId | null) =>
  areaId === null ? null : (tree.area(areaId)?.name ?? areaId)
const top = (tree: DraftTree, areaId: AreaId | null): Sentence =>
  areaId === null ? { vi: 'cấp cao nhất', en: 'the top' } : said(nameOf(tree, areaId) ?? '')
const withCode = (code: string | undefined): Sentence =>
  code === undefined ? KIND.area : { vi: `${KIND.area.vi} ${code}`, en: `${KIND.area.en} ${code}` }
