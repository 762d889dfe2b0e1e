import { createHash, type Hash } from 'node:crypto'
import type { TreeImport } from '@tieng-lang/protocol'
import { areaTree } from '../../storage/tree/area-tree.ts'
import { pagesOfClusters } from '../../storage/tree/clusters.ts'
import { listZones } from '../../storage/tree/zones.ts'
import { inSlices } from '../delivery/in-slices.ts'
import { areaAt } from '../places.ts'
import type { Services } from '../services.ts'
import { type CsvRow, readCsv } from './file/csv-rows.ts'
import { plainWord } from './file/headings.ts'
import { readAreaRow } from './rows/area-rows.ts'
import { readClusterRow } from './rows/cluster-rows.ts'
import { DraftTree } from './rows/draft-tree.ts'
import { readZoneRow } from './rows/zone-rows.ts'
import { RowRefused, refuse } from './sentences.ts'
import type { Step } from './steps.ts'

export interface ImportPlan {
  steps: Step[]
  /** Of the file and of all that it would write, with the versions it was compared with. */
  digest: string
}

/**
 * What the file would do to the tree as it is now, row by row; nothing is written. In slices of the main thread. Throws
 * `areaNotFound`, `csvUnreadable`, `csvHeadingUnknown`, `csvTooLong`.
 */
export async function planImport(
  services: Pick<Services, 'clock' | 'database'>,
  { csv, underAreaId }: TreeImport,
): Promise<ImportPlan> {
  const { clock, database } = services
  if (underAreaId !== null) areaAt(database, underAreaId)
  const rows = await readCsv(clock, csv)
  const tree = await draftOf(services, underAreaId)
  const steps: Step[] = []
  const hash = createHash('sha256').update(JSON.stringify([underAreaId, csv]))
  await inSlices(clock, rows, (row) => {
    const step = read(tree, row)
    steps.push(step)
    noteStep(hash, step)
  })
  return { steps, digest: hash.digest('hex') }
}

/** What is written hangs on names and settings and, for what exists, on its version; sentences follow from them. */
function noteStep(hash: Hash, { line, ...written }: Step): void {
  hash.update(JSON.stringify([line.row, line.act, written]))
}

async function draftOf(
  { clock, database }: Pick<Services, 'clock' | 'database'>,
  underAreaId: string | null,
): Promise<DraftTree> {
  const tree = new DraftTree(underAreaId)
  await inSlices(clock, areaTree(database).all(), (area) => tree.putArea(area))
  await inSlices(clock, listZones(database), (zone) => tree.putZone(zone))
  await inSlices(clock, pagesOfClusters(database), (page) => {
    for (const { clusterId, areaId, name, position, settings, version } of page)
      tree.putCluster({ clusterId, areaId, name, position, settings, version })
  })
  return tree
}

const READERS = [
  { kind: 'area', words: ['khuvuc', 'area'], read: readAreaRow },
  { kind: 'zone', words: ['vungphat', 'vung', 'zone'], read: readZoneRow },
  { kind: 'cluster', words: ['cumloa', 'cum', 'cluster'], read: readClusterRow },
] as const

function read(tree: DraftTree, row: CsvRow): Step {
  const word = plainWord(row.cells.kind ?? '')
  const reader = READERS.find(({ words }) => words.some((known) => known === word))
  try {
    if (row.hasTooManyCells)
      refuse('Dòng này có nhiều ô hơn tiêu đề.', 'This row has more cells than the heading.')
    if (!reader)
      refuse(
        `Loại “${row.cells.kind ?? ''}” phải là khu vực, vùng phát hoặc cụm loa.`,
        `The kind “${row.cells.kind ?? ''}” must be area, zone or cluster.`,
      )
    return reader.read(tree, row)
  } catch (cause) {
    if (!(cause instanceof RowRefused)) throw cause
    const { row: number, cells } = row
    const kind = reader?.kind ?? 'area'
    const name = (cells.name ?? '').slice(0, 200)
    return {
      kind: 'refused',
      line: { row: number, kind, act: 'refuse', name, sentences: [cause.sentence] },
    }
  }
}
