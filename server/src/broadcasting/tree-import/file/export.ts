import type { AreaId, QuietHours } from '@tieng-lang/protocol'
import { areaTree } from '../../../storage/tree/area-tree.ts'
import type { Area } from '../../../storage/tree/areas.ts'
import { type Cluster, pagesOfClusters } from '../../../storage/tree/clusters.ts'
import { listZones } from '../../../storage/tree/zones.ts'
import { inSlices } from '../../delivery/in-slices.ts'
import type { Services } from '../../services.ts'
import { quietHoursText } from './cells.ts'
import { COLUMNS, type Column, HEADINGS } from './headings.ts'

type Cells = Partial<Record<Column, string>>

/**
 * The tree below an area (itself included), or all of it, as a file that the import takes back as it is. With a
 * byte-order mark and `;`, as spreadsheets in Vietnamese expect; a name that begins like a formula gets a `'` before it.
 */
export async function exportTree(
  { clock, database }: Pick<Services, 'clock' | 'database'>,
  areaId: AreaId | null,
): Promise<string> {
  const tree = areaTree(database)
  const roots = areaId === null ? tree.childrenOf(null).map((area) => area.areaId) : [areaId]
  const areaIds = roots.flatMap((root) => tree.idsBelow(root))
  const known = new Set(areaIds)
  const lines = [COLUMNS.map((column) => HEADINGS[column]).join(';')]
  const put = (cells: Cells) => lines.push(COLUMNS.map((column) => cellText(cells[column] ?? '')).join(';'))
  await inSlices(clock, areaIds, (id) => {
    const area = tree.find(id)
    if (area) put(areaCells(area))
  })
  const zones = listZones(database).filter((zone) => known.has(zone.areaId))
  await inSlices(clock, zones, ({ zoneId, areaId: parent, name }) =>
    put({ kind: 'vùng phát', id: zoneId, name, parent }),
  )
  await inSlices(clock, pagesOfClusters(database), (page) => {
    for (const cluster of page) if (known.has(cluster.areaId)) put(clusterCells(cluster))
  })
  return `\uFEFF${lines.join('\r\n')}\r\n`
}

function areaCells({ areaId, parentId, code, name, settings }: Area): Cells {
  return {
    kind: 'khu vực',
    id: areaId,
    name,
    ...(code !== null && { code }),
    ...(parentId !== null && { parent: parentId }),
    ...quietCells(settings.quietHours),
  }
}

function clusterCells({ clusterId, areaId, name, position, settings }: Cluster): Cells {
  const { volume, zones, isSpecialArea, quietHours } = settings
  return {
    kind: 'cụm loa',
    id: clusterId,
    name,
    parent: areaId,
    zones: zones.join('|'),
    ...(position && { latitude: String(position.latitude), longitude: String(position.longitude) }),
    volume: String(volume.defaultPercent),
    emergencyVolume: String(volume.emergencyPercent),
    volumeCap: String(volume.hardCapPercent),
    specialArea: isSpecialArea ? 'có' : 'không',
    ...quietCells(quietHours),
  }
}

/** Hours of some weekdays or of a season do not fit into a cell: it stays empty, which an import leaves as it is. */
function quietCells(quietHours: QuietHours | undefined): Cells {
  const isPlain = quietHours?.windows.every(({ weekdays, season }) => !weekdays && !season)
  return quietHours && isPlain ? { quietHours: quietHoursText(quietHours).vi } : {}
}

/** RFC 4180 quoting; what a spreadsheet would take for a formula is marked as text (CWE-1236). */
function cellText(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
