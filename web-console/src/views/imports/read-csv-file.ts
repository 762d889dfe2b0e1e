/** As `CSV_BYTES_MAX` of the protocol, which counts characters; a character has at most 3 bytes of UTF-8 per UTF-16 unit. */
const CHARACTERS_MAX = 4_000_000
const FILE_BYTES_MAX = 3 * CHARACTERS_MAX

export type BadFile = 'notUtf8' | 'spreadsheet' | 'tooLarge' | 'empty'
export type CsvText = { csv: string } | { bad: BadFile }

/** The text of a file that somebody chose. Only UTF-8 is taken: a guess would break marks without a word. */
export function readCsvFile(bytes: Uint8Array): CsvText {
  if (bytes.length > FILE_BYTES_MAX) return { bad: 'tooLarge' }
  if (isSpreadsheet(bytes)) return { bad: 'spreadsheet' }
  try {
    return readCsvText(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return { bad: 'notUtf8' }
  }
}

/** Text that was pasted or decoded. UTF-16 without a mark decodes as UTF-8 full of NUL, which no CSV has. */
export function readCsvText(csv: string): CsvText {
  if (csv.includes('\0')) return { bad: 'notUtf8' }
  if (csv.trim() === '') return { bad: 'empty' }
  return csv.length > CHARACTERS_MAX ? { bad: 'tooLarge' } : { csv }
}

/** xlsx and ods are ZIP ("PK\x03\x04"); xls is a compound file (D0 CF 11 E0). */
function isSpreadsheet(bytes: Uint8Array): boolean {
  const begin = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return begin === '504b0304' || begin === 'd0cf11e0'
}
