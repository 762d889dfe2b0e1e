import { expect, test } from 'vitest'
import { readCsvFile, readCsvText } from '../../src/views/imports/read-csv-file.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

test('UTF-8 is taken as it is, with or without its mark', () => {
  expect(readCsvFile(bytes('Loại;Tên\r\nkhu vực;Xã Đông'))).toEqual({ csv: 'Loại;Tên\r\nkhu vực;Xã Đông' })
  expect(readCsvFile(bytes('\uFEFFLoại;Tên'))).toEqual({ csv: 'Loại;Tên' })
})

test('what is not UTF-8 is said so, never guessed', () => {
  // "Xã" in Windows-1258.
  expect(readCsvFile(Uint8Array.from([0x58, 0xe3, 0x3b, 0x41]))).toEqual({ bad: 'notUtf8' })
  // UTF-16 LE with its mark, and without.
  expect(readCsvFile(Uint8Array.from([0xff, 0xfe, 0x4c, 0x00]))).toEqual({ bad: 'notUtf8' })
  expect(readCsvFile(Uint8Array.from([0x4c, 0x00, 0x6f, 0x00]))).toEqual({ bad: 'notUtf8' })
})

test('a workbook, an empty file and one that is too long are told apart', () => {
  expect(readCsvFile(Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0]))).toEqual({ bad: 'spreadsheet' })
  expect(readCsvFile(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0]))).toEqual({ bad: 'spreadsheet' })
  expect(readCsvFile(bytes(' \r\n'))).toEqual({ bad: 'empty' })
  expect(readCsvText('a'.repeat(4_000_001))).toEqual({ bad: 'tooLarge' })
})
