import { ZONES_MAX } from '../../../storage/tree/zones.ts'
import { idIn, nameIn, textIn } from '../file/cells.ts'
import type { CsvRow } from '../file/csv-rows.ts'
import { added, changedFromTo, KIND, refuse, said, WHAT } from '../sentences.ts'
import type { Step } from '../steps.ts'
import type { DraftTree, DraftZone } from './draft-tree.ts'

/** A zone is known by its id, else by its name in its area; it does not move. Throws `RowRefused`. */
export function readZoneRow(tree: DraftTree, row: CsvRow): Step {
  const id = idIn(row)
  const name = nameIn(row)
  const parentText = textIn(row, 'parent')
  const parentId = parentText === undefined ? tree.defaultParentId() : tree.parentIn(parentText).areaId
  const known = id === undefined ? undefined : tree.zone(id)
  const areaId = parentId ?? known?.areaId ?? refuse('Thiếu nơi thuộc.', 'Where it belongs is missing.')
  const before = known ?? (id === undefined ? tree.zoneNamed(areaId, name) : undefined)
  const after: DraftZone = {
    zoneId: before?.zoneId ?? id ?? `#${row.row}`,
    areaId: parentText === undefined && before ? before.areaId : areaId,
    name,
    version: before?.version ?? null,
  }
  checkZone(tree, before, after)
  tree.touch(`zone ${after.zoneId}`, row.row)
  tree.putZone(after)
  const isRenamed = before !== undefined && before.name.normalize('NFC') !== name
  const sentences = before
    ? isRenamed
      ? [changedFromTo(WHAT.name, said(before.name), said(name))]
      : []
    : [added(KIND.zone, name, tree.area(after.areaId)?.name ?? null)]
  const act = !before ? 'add' : isRenamed ? 'change' : 'same'
  return { kind: 'zone', zone: after, line: { row: row.row, kind: 'zone', act, name, sentences } }
}

function checkZone(tree: DraftTree, before: DraftZone | undefined, after: DraftZone): void {
  if (before && before.areaId !== after.areaId)
    refuse(
      'Vùng phát không chuyển khu vực được: hãy thêm vùng mới.',
      'A zone cannot move to another area: add a new one.',
    )
  if (!tree.isInScope(after.areaId))
    refuse('Vùng phát này nằm ngoài khu vực được nhập.', 'This zone lies outside the area of this import.')
  const namesake = tree.zoneNamed(after.areaId, after.name)
  if (namesake && namesake.zoneId !== after.zoneId)
    refuse(`Khu vực đã có vùng phát “${after.name}”.`, `The area has a zone “${after.name}” already.`)
  if (!before && tree.counts().zones >= ZONES_MAX)
    refuse(`Đã đủ ${ZONES_MAX} vùng phát.`, `There are ${ZONES_MAX} zones already.`)
}
