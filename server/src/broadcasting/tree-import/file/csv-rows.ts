import { type Clock, CodedError, CSV_ROWS_MAX } from '@tieng-lang/protocol'
import { CsvError, parse } from 'csv-parse'
import { inSlices } from '../../delivery/in-slices.ts'
import { type Column, columnOf } from './headings.ts'

/** One line of the file, by what its headings mean; an empty cell is left out. */
export interface CsvRow {
  /** As a spreadsheet counts them: 1 is the heading. */
  row: number
  cells: Partial<Record<Column, string>>
  /** More cells than headings: nobody knows what the last ones mean. */
  hasTooManyCells: boolean
}

/** Parsed in one go, in a few milliseconds. */
const CHUNK_CHARS = 16_384
const RECORD_CHARS_MAX = 20_000
const DELIMITERS = [';', ',', '\t']

/**
 * Reads a file's text in slices of the main thread: a byte-order mark, `;`, `,` or tab, either kind of line end, and
 * marks typed in either way are understood. Throws `csvUnreadable`, `csvHeadingUnknown`, `csvTooLong`.
 */
export async function readCsv(clock: Clock, text: string): Promise<CsvRow[]> {
  const records = await parseInSlices(clock, text)
  const [heading, ...lines] = records
  const columns = columnsOf(heading ?? [])
  if (lines.length > CSV_ROWS_MAX)
    throw new CodedError('csvTooLong', `${lines.length} rows, at most ${CSV_ROWS_MAX}`)
  const rows: CsvRow[] = []
  await inSlices(clock, lines.entries(), ([index, cells]) => {
    if (cells.every((cell) => cell.trim() === '')) return
    rows.push({
      row: index + 2,
      cells: named(columns, cells),
      hasTooManyCells: cells.slice(columns.length).some((cell) => cell.trim() !== ''),
    })
  })
  return rows
}

function named(columns: readonly Column[], cells: readonly string[]): CsvRow['cells'] {
  const byName: CsvRow['cells'] = {}
  for (const [index, column] of columns.entries()) {
    const cell = (cells[index] ?? '').normalize('NFC').trim()
    if (cell !== '') byName[column] = cell
  }
  return byName
}

function columnsOf(heading: readonly string[]): Column[] {
  const words = heading.map((word) => word.trim())
  while (words.at(-1) === '') words.pop()
  const columns = words.map((word) => {
    const column = columnOf(word)
    if (!column) throw new CodedError('csvHeadingUnknown', `no column is called “${word.slice(0, 60)}”`)
    return column
  })
  if (new Set(columns).size < columns.length)
    throw new CodedError('csvHeadingUnknown', 'two columns mean the same')
  const missing = (['kind', 'name'] as const).filter((column) => !columns.includes(column))
  if (missing.length > 0)
    throw new CodedError('csvHeadingUnknown', `a column is missing: ${missing.join(', ')}`)
  return columns
}

async function parseInSlices(clock: Clock, text: string): Promise<string[][]> {
  const records: string[][] = []
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(text),
    relax_column_count: true,
    max_record_size: RECORD_CHARS_MAX,
  })
  let failure: unknown
  parser.on('error', (cause) => {
    failure = cause
  })
  parser.on('data', (record: string[]) => {
    if (records.length <= CSV_ROWS_MAX + 1) records.push(record)
  })
  const ended = new Promise<void>((resolve) => parser.once('close', resolve))
  const chunks = Array.from({ length: Math.ceil(text.length / CHUNK_CHARS) }, (_, index) =>
    text.slice(index * CHUNK_CHARS, (index + 1) * CHUNK_CHARS),
  )
  await inSlices(clock, chunks, (chunk) => {
    if (!failure) parser.write(chunk)
  })
  parser.end()
  await ended
  if (failure)
    throw new CodedError('csvUnreadable', failure instanceof CsvError ? failure.message : String(failure))
  return records
}

/** Whichever stands most often in the heading. */
function delimiterOf(text: string): string {
  const heading = text.slice(0, text.search(/[\r\n]|$/))
  const counts = DELIMITERS.map((delimiter) => heading.split(delimiter).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ';'
}
