import type { Grant, PlayoutDayQuery } from '@tieng-lang/protocol'
import { type LogCursor, playoutPage } from '../../storage/playouts/playout-log.ts'
import { areaTree } from '../../storage/tree/area-tree.ts'
import { listClusterHeads } from '../../storage/tree/cluster-heads.ts'
import type { Services } from '../services.ts'
import { csvLine } from './csv-line.ts'
import { areasToRead } from './log-reading.ts'
import { EVIDENCE_WORDS, OUTCOME_WORDS, REASON_WORDS } from './log-words.ts'
import { playoutLineOf } from './playout-line.ts'

const ROWS_PER_READ = 500
/** More than a spreadsheet takes (1,048,576 rows). */
const ROWS_MAX = 1_000_000
/** Spreadsheets take the file for UTF-8 by this (byte-order mark). */
const BYTE_ORDER_MARK = '\ufeff'

const HEADING = [
  'Ngày (date)',
  'Giờ dự kiến (due)',
  'Khu vực (area)',
  'Cụm loa (cluster)',
  'Chương trình (programme)',
  'Mục (item)',
  'Kết quả (outcome)',
  'Lý do (reason)',
  'Bằng chứng (evidence)',
  'Bắt đầu (started)',
  'Kết thúc (ended)',
  'Dự kiến, giây (planned, s)',
  'Đã phát, giây (heard, s)',
]

/** The playout log as CSV text, piece by piece as it is read: no more of it is in memory than one piece. */
export async function* exportPlayouts(
  services: Services,
  grants: readonly Grant[],
  { areaId, ...span }: PlayoutDayQuery,
): AsyncGenerator<string> {
  const { reader, database } = services
  const filter = { areaIds: areasToRead(database, grants, areaId), ...span }
  const lineOf = lineWriter(services)
  yield BYTE_ORDER_MARK + csvLine(HEADING)
  let after: LogCursor | undefined
  for (let count = 0; count < ROWS_MAX; count += ROWS_PER_READ) {
    const rows = await reader.rows(playoutPage(filter, { after, countMax: ROWS_PER_READ }))
    const some = rows.slice(0, ROWS_PER_READ)
    yield some.map(lineOf).join('')
    const last = some.at(-1)
    if (rows.length <= ROWS_PER_READ || !last) return
    after = { ...last, date: last.date ?? '' }
  }
}

type Row = Parameters<typeof playoutLineOf>[0] & { date: string | null }

/** Local times and the names of places, each looked up once. */
function lineWriter({ config, database, board }: Services): (row: Row) => string {
  const clusters = new Map(listClusterHeads(database).map((head) => [head.clusterId, head]))
  const areas = areaTree(database)
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: config.timeZone, timeStyle: 'medium' })
  const timeOf = (at: number | null) => (at === null ? '' : format.format(at))
  return (row) => {
    const line = playoutLineOf(row, board.names)
    const cluster = clusters.get(line.clusterId)
    return csvLine([
      ...[row.date ?? '', timeOf(line.dueAt)],
      ...[
        areas.find(cluster?.areaId ?? '')?.name ?? '',
        cluster?.name ?? line.clusterId,
        line.programmeName,
        line.title,
      ],
      ...[OUTCOME_WORDS[line.outcome], line.reason === null ? '' : REASON_WORDS[line.reason]],
      line.outcome === 'notHeard' ? '' : EVIDENCE_WORDS[line.evidence],
      ...[timeOf(line.startedAt), timeOf(line.endedAt)],
      ...[Math.round(line.askedMs / 1_000), Math.round(line.heardMs / 1_000)],
    ])
  }
}
