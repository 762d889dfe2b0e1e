/**
 * Cells that begin like this are formulas to some spreadsheet, whoever wrote them (CWE-1236): also in the full width of
 * East Asian letters, and behind space that is trimmed off.
 */
const LIKE_A_FORMULA = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\t\r]/

/**
 * One line of CSV (RFC 4180), with `;` between the cells as spreadsheets with Vietnamese settings expect. Text that a
 * spreadsheet would take for a formula is made text by a leading apostrophe.
 */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map(cellOf).join(';')}\r\n`
}

function cellOf(cell: string | number): string {
  if (typeof cell === 'number') return String(cell)
  const text = LIKE_A_FORMULA.test(cell) ? `'${cell}` : cell
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
