import type { AreaId, Id, Position } from '@tieng-lang/protocol'
import { CLUSTERS_MAX, DEFAULT_CLUSTER_SETTINGS } from '../../../storage/tree/clusters.ts'
import {
  idIn,
  listIn,
  nameIn,
  percentIn,
  positionIn,
  quietHoursIn,
  quietHoursText,
  textIn,
  yesOrNoIn,
} from '../file/cells.ts'
import type { CsvRow } from '../file/csv-rows.ts'
import {
  added,
  changedFromTo,
  INHERITED,
  KIND,
  NO,
  refuse,
  type Sentence,
  said,
  WHAT,
  YES,
} from '../sentences.ts'
import type { Step } from '../steps.ts'
import type { DraftCluster, DraftTree } from './draft-tree.ts'

const ZONES_OF_CLUSTER_MAX = 64

/** A cluster is known by its id, else by its name in its area; by its id it can move. Throws `RowRefused`. */
export function readClusterRow(tree: DraftTree, row: CsvRow): Step {
  const id = idIn(row)
  const name = nameIn(row)
  const parentText = textIn(row, 'parent')
  const parentId = parentText === undefined ? undefined : tree.parentIn(parentText).areaId
  const known = id === undefined ? undefined : tree.cluster(id)
  const areaId =
    parentId ??
    known?.areaId ??
    tree.defaultParentId() ??
    refuse('Thiếu nơi thuộc.', 'Where it belongs is missing.')
  const before = known ?? (id === undefined ? tree.clusterNamed(areaId, name) : undefined)
  const after: DraftCluster = {
    clusterId: before?.clusterId ?? id ?? `#${row.row}`,
    areaId,
    name,
    position: positionIn(row) ?? before?.position ?? null,
    settings: settingsOf(tree, row, { before, areaId }),
    version: before?.version ?? null,
  }
  checkCluster(tree, before, after)
  const sentences = before
    ? changes(tree, before, after)
    : [added(KIND.cluster, name, tree.area(areaId)?.name ?? null)]
  tree.touch(`cluster ${after.clusterId}`, row.row)
  tree.putCluster(after)
  const isMoved = before !== undefined && before.areaId !== areaId
  const act = !before ? 'add' : isMoved ? 'move' : sentences.length > 0 ? 'change' : 'same'
  return { kind: 'cluster', cluster: after, line: { row: row.row, kind: 'cluster', act, name, sentences } }
}

function checkCluster(tree: DraftTree, before: DraftCluster | undefined, after: DraftCluster): void {
  if (before && !tree.isInScope(before.areaId))
    refuse('Cụm loa này nằm ngoài khu vực được nhập.', 'This cluster lies outside the area of this import.')
  const namesake = tree.clusterNamed(after.areaId, after.name)
  if (namesake && namesake.clusterId !== after.clusterId)
    refuse(`Khu vực đã có cụm loa “${after.name}”.`, `The area has a cluster “${after.name}” already.`)
  if (!before && tree.counts().clusters >= CLUSTERS_MAX)
    refuse(`Đã đủ ${CLUSTERS_MAX} cụm loa.`, `There are ${CLUSTERS_MAX} clusters already.`)
}

function settingsOf(
  tree: DraftTree,
  row: CsvRow,
  { before, areaId }: { before: DraftCluster | undefined; areaId: AreaId },
): DraftCluster['settings'] {
  const { quietHours, ...base } = before?.settings ?? DEFAULT_CLUSTER_SETTINGS
  const windows = quietHoursIn(row)
  const hours = windows === undefined ? quietHours : windows === null ? undefined : { ...quietHours, windows }
  const { volume } = base
  return {
    ...base,
    zones: zonesOf(tree, listIn(row, 'zones'), { held: base.zones, areaId }),
    volume: {
      ...volume,
      defaultPercent: percentIn(row, 'volume') ?? volume.defaultPercent,
      emergencyPercent: percentIn(row, 'emergencyVolume') ?? volume.emergencyPercent,
      hardCapPercent: percentIn(row, 'volumeCap') ?? volume.hardCapPercent,
    },
    isSpecialArea: yesOrNoIn(row, 'specialArea') ?? base.isSpecialArea,
    ...(hours && { quietHours: hours }),
  }
}

/** By id or by name; each must belong to the cluster's area or to one above it. */
function zonesOf(
  tree: DraftTree,
  wanted: readonly string[] | undefined,
  { held, areaId }: { held: readonly Id[]; areaId: AreaId },
): Id[] {
  const path = tree.pathOf(areaId).map((area) => area.areaId)
  if (!wanted) return held.filter((zoneId) => path.includes(tree.zone(zoneId)?.areaId ?? ''))
  if (wanted.length > ZONES_OF_CLUSTER_MAX)
    refuse(`Quá ${ZONES_OF_CLUSTER_MAX} vùng phát.`, `More than ${ZONES_OF_CLUSTER_MAX} zones.`)
  const ids = wanted.map((text) => {
    const named = path.toReversed().flatMap((above) => tree.zoneNamed(above, text) ?? [])
    const byId = tree.zone(text)
    const zone = byId && path.includes(byId.areaId) ? byId : named[0]
    return (
      zone?.zoneId ??
      refuse(
        `Khu vực và các cấp trên không có vùng phát “${text}”.`,
        `Its area and those above have no zone “${text}”.`,
      )
    )
  })
  return [...new Set(ids)]
}

function changes(tree: DraftTree, before: DraftCluster, after: DraftCluster): Sentence[] {
  const areaName = ({ areaId }: DraftCluster) => said(tree.area(areaId)?.name ?? areaId)
  const zoneNames = ({ settings }: DraftCluster) => {
    const names = settings.zones.map((zoneId) => tree.zone(zoneId)?.name ?? zoneId)
    return names.length === 0 ? null : said(names.join(', '))
  }
  const percent = (value: number): Sentence => ({ vi: `${value}%`, en: `${value}%` })
  const volume = ({ settings }: DraftCluster) => settings.volume
  const quiet = ({ settings }: DraftCluster) =>
    settings.quietHours ? quietHoursText(settings.quietHours) : INHERITED
  const tell: [Sentence, (cluster: DraftCluster) => Sentence | null][] = [
    [WHAT.parent, areaName],
    [WHAT.name, ({ name }) => said(name.normalize('NFC'))],
    [WHAT.position, ({ position }) => positionText(position)],
    [WHAT.zones, zoneNames],
    [WHAT.volume, (cluster) => percent(volume(cluster).defaultPercent)],
    [WHAT.emergencyVolume, (cluster) => percent(volume(cluster).emergencyPercent)],
    [WHAT.volumeCap, (cluster) => percent(volume(cluster).hardCapPercent)],
    [WHAT.quietHours, quiet],
    [WHAT.specialArea, ({ settings }) => (settings.isSpecialArea ? YES : NO)],
  ]
  return tell.flatMap(([what, of]) => {
    const [from, to] = [of(before), of(after)]
    return from?.en === to?.en ? [] : changedFromTo(what, from, to)
  })
}

function positionText(position: Position | null): Sentence | null {
  if (!position) return null
  const text = `${position.latitude}, ${position.longitude}`
  return { vi: text, en: text }
}
