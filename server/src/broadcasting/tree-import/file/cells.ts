import { AreaCode, compileShape, Id, LocalTime, type Position, type QuietHours } from '@tieng-lang/protocol'
import { refuse, type Sentence } from '../sentences.ts'
import type { CsvRow } from './csv-rows.ts'
import { type Column, HEADINGS, plainWord } from './headings.ts'

const NAME_LENGTH_MAX = 200
const idCheck = compileShape(Id)
const codeCheck = compileShape(AreaCode)
const timeCheck = compileShape(LocalTime)

/** A spreadsheet would carry these out (CSV injection, CWE-1236). */
const FORMULA = /^[=+\-@\t\r]/
/** How a spreadsheet says “this is text”, and how our own export writes what would else be a formula. */
const QUOTED_FORMULA = /^'(?=[=+\-@\t\r])/
/** Where Vietnam's land and islands lie, with room around them: outside, the two numbers were most likely swapped. */
const VIETNAM = { south: 6, north: 24, west: 101, east: 119 }

/** Plain text of at most 200 characters; undefined where the cell is empty. Throws `RowRefused`. */
export function textIn({ cells }: CsvRow, column: Column): string | undefined {
  const cell = cells[column]
  if (cell === undefined) return undefined
  if (FORMULA.test(cell))
    refuse(
      `Ô “${HEADINGS[column]}” bắt đầu như một công thức bảng tính (${cell.slice(0, 20)}).`,
      `The cell ${column} begins like a spreadsheet's formula (${cell.slice(0, 20)}).`,
    )
  const text = cell.replace(QUOTED_FORMULA, '')
  if (text.length > NAME_LENGTH_MAX || hasControls(text))
    refuse(
      `Ô “${HEADINGS[column]}” quá dài hoặc có ký tự lạ.`,
      `The cell ${column} is too long or no plain text.`,
    )
  return text
}

function hasControls(text: string): boolean {
  return [...text].some((character) => character < ' ' || character === '\u007F')
}

/** As `textIn`, but it must be there. */
export function nameIn(row: CsvRow): string {
  return textIn(row, 'name') ?? refuse('Thiếu tên.', 'The name is missing.')
}

/** Undefined where the cell is empty. Throws `RowRefused` for what can be no id. */
export function idIn(row: CsvRow): string | undefined {
  const id = textIn(row, 'id')
  if (id === undefined || idCheck.check(id)) return id
  return refuse(
    `Định danh “${id}” chỉ được có chữ thường không dấu, chữ số và gạch nối.`,
    `The id “${id}” may have lower-case letters, digits and hyphens only.`,
  )
}

/** Of QĐ 19/2025, as text; undefined where the cell is empty. Throws `RowRefused`. */
export function codeIn(row: CsvRow): string | undefined {
  const code = textIn(row, 'code')
  if (code === undefined || codeCheck.check(code)) return code
  return refuse(
    `Mã “${code}” phải có đúng 2 hoặc 5 chữ số (bảng tính có thể đã bỏ số 0 ở đầu).`,
    `The code “${code}” must have exactly 2 or 5 digits (a spreadsheet may have dropped a leading zero).`,
  )
}

/** WGS 84; a decimal comma is taken. Both cells or neither. */
export function positionIn({ cells }: CsvRow): Position | undefined {
  if (cells.latitude === undefined && cells.longitude === undefined) return undefined
  const latitude = degreesIn(cells.latitude)
  const longitude = degreesIn(cells.longitude)
  const { south, north, west, east } = VIETNAM
  if (latitude < south || latitude > north || longitude < west || longitude > east)
    refuse(
      `Vị trí ${latitude}, ${longitude} nằm ngoài Việt Nam (vĩ độ và kinh độ có bị đổi chỗ?).`,
      `The position ${latitude}, ${longitude} is outside Vietnam (are the two swapped?).`,
    )
  return { latitude, longitude }
}

function degreesIn(cell: string | undefined): number {
  if (cell !== undefined && /^-?\d{1,3}(?:[.,]\d{1,12})?$/.test(cell)) return Number(cell.replace(',', '.'))
  return refuse('Vĩ độ hoặc kinh độ không phải là một số.', 'The latitude or the longitude is no number.')
}

/** 0 to 100, with or without `%`. */
export function percentIn({ cells }: CsvRow, column: Column): number | undefined {
  const cell = cells[column]
  if (cell === undefined) return undefined
  const percent = /^(\d{1,3}) ?%?$/.exec(cell)?.[1]
  if (percent !== undefined && Number(percent) <= 100) return Number(percent)
  return refuse(
    `“${HEADINGS[column]}” phải là số nguyên từ 0 đến 100.`,
    `${column} must be a whole number from 0 to 100.`,
  )
}

/** A list, its parts between `|`. `không` or `none` is the empty list. */
export function listIn(row: CsvRow, column: Column): string[] | undefined {
  const text = textIn(row, column)
  if (text === undefined) return undefined
  if (isNone(text)) return []
  const parts = text.split('|').map((part) => part.trim())
  return [...new Set(parts.filter((part) => part !== ''))]
}

/** `21:00-05:00|11:30-13:30`; `không` or `none`: none; `theo khu vực` or `inherit`: null, as the area above says. */
export function quietHoursIn(row: CsvRow): QuietHours['windows'] | null | undefined {
  const parts = listIn(row, 'quietHours')
  if (parts === undefined) return undefined
  if (parts.length === 1 && ['theokhuvuc', 'inherit'].includes(plainWord(parts[0] ?? ''))) return null
  return parts.map((part) => {
    const [from = '', until = '', ...rest] = part.split('-').map((time) => time.trim().padStart(5, '0'))
    if (rest.length === 0 && timeCheck.check(from) && timeCheck.check(until)) return { from, until }
    return refuse(
      `Giờ yên lặng “${part}” phải viết như 21:00-05:00.`,
      `The quiet hours “${part}” must be written like 21:00-05:00.`,
    )
  })
}

/** In Vietnamese or English, with or without marks; undefined where the cell is empty. Throws `RowRefused`. */
export function yesOrNoIn({ cells }: CsvRow, column: Column): boolean | undefined {
  const cell = cells[column]
  if (cell === undefined) return undefined
  const word = plainWord(cell)
  if (['co', 'yes', 'x', '1'].includes(word)) return true
  if (['khong', 'no', '0'].includes(word)) return false
  return refuse(`“${HEADINGS[column]}” phải là “có” hoặc “không”.`, `${column} must be yes or no.`)
}

/** As `quietHoursIn` reads it. */
export function quietHoursText({ windows }: QuietHours): Sentence {
  const text = windows.map(({ from, until }) => `${from}-${until}`).join('|')
  return windows.length === 0 ? { vi: 'không', en: 'none' } : { vi: text, en: text }
}

function isNone(text: string): boolean {
  return ['khong', 'none'].includes(plainWord(text))
}
