import {
  type AreaId,
  CodedError,
  type Grant,
  type Page,
  type PlayoutDayQuery,
  type PlayoutLineAnswer,
  type PlayoutQuery,
} from '@tieng-lang/protocol'
import { visibleAreas } from '../../access/visible-areas.ts'
import { type LogCursor, playoutDaysText, playoutPage } from '../../storage/playouts/playout-log.ts'
import { areaTree } from '../../storage/tree/area-tree.ts'
import type { Services } from '../services.ts'
import { playoutLineOf } from './playout-line.ts'

const PAGE_DEFAULT = 50
const PAGE_MAX = 1_000
/** A thousand clusters' month; a longer span is asked for by area or by cluster. */
const DAY_LINES_MAX = 40_000
/** Local dates are text: everything lies between these. */
const ALL_DATES = { from: '0000-01-01', until: '9999-12-31' }

/** The log of a day, or of all days, where these grants let look. Throws `badRequest` for a cursor that is none. */
export async function readPlayoutPage(
  { database, reader, board }: Services,
  grants: readonly Grant[],
  asked: PlayoutQuery,
): Promise<Page<PlayoutLineAnswer>> {
  const { areaId, clusterId, outcome, date, count } = asked
  const days = date === undefined ? ALL_DATES : { from: date, until: date }
  const filter = { areaIds: areasToRead(database, grants, areaId), clusterId, outcome, ...days }
  const countMax = Math.min(Number(count ?? PAGE_DEFAULT), PAGE_MAX)
  const after = asked.after === undefined ? undefined : parseCursor(asked.after)
  const rows = await reader.rows(playoutPage(filter, { after, countMax }))
  const items = rows.slice(0, countMax)
  const last = items.at(-1)
  return {
    items: items.map((row) => playoutLineOf(row, board.names)),
    next: rows.length > countMax && last ? cursorOf({ ...last, date: last.date ?? '' }) : null,
  }
}

/** What was planned and heard, a line a cluster and day, as JSON text. Throws `limitExceeded` for too long a span. */
export async function readPlayoutDays(
  { database, reader }: Services,
  grants: readonly Grant[],
  { areaId, ...rest }: PlayoutDayQuery,
): Promise<string> {
  const filter = { areaIds: areasToRead(database, grants, areaId), ...rest }
  const [read] = await reader.rows(playoutDaysText(filter, DAY_LINES_MAX))
  if (!read || read.count > DAY_LINES_MAX)
    throw new CodedError('limitExceeded', `over ${DAY_LINES_MAX} lines; ask for fewer days or a smaller area`)
  return read.text
}

/** The visible areas, below `areaId` where one is given; null: nothing need be compared. */
export function areasToRead(
  database: Services['database'],
  grants: readonly Grant[],
  areaId: AreaId | undefined,
): AreaId[] | null {
  const { isEverywhere, areaIds } = visibleAreas(database, grants)
  if (areaId === undefined) return isEverywhere ? null : [...areaIds]
  return areaTree(database)
    .idsBelow(areaId)
    .filter((each) => areaIds.has(each))
}

/** `2026-02-17,1790000000000,cum-1,ct-1@once/muc-1/1` in base64url: no part but the last may have a comma. */
function cursorOf({ date, dueAt, clusterId, occurrenceId }: LogCursor): string {
  return Buffer.from([date, dueAt, clusterId, occurrenceId].join(',')).toString('base64url')
}

function parseCursor(text: string): LogCursor {
  const [date = '', dueAt = '', clusterId = '', ...rest] = Buffer.from(text, 'base64url')
    .toString('utf8')
    .split(',')
  const cursor = { date, dueAt: Number(dueAt), clusterId, occurrenceId: rest.join(',') }
  if (!Number.isFinite(cursor.dueAt) || clusterId === '')
    throw new CodedError('badRequest', '"after" is what "next" of the page before said')
  return cursor
}
