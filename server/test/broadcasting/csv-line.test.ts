import { expect, test } from 'vitest'
import { csvLine } from '../../src/broadcasting/playouts/csv-line.ts'

test.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  ' =1+1',
  '\uFF1D1+1',
  '\uFF201',
  '\uFEFF=1',
])('CWE-1236: a cell that begins like a formula is text: %j', (cell) => {
  expect(csvLine([cell])).toMatch(/^"?'/)
})

test('other text and numbers are written as they are', () => {
  expect(csvLine(['Bản tin 5+1', -3, 'a;b', 'nói “vâng”'])).toBe('Bản tin 5+1;-3;"a;b";nói “vâng”\r\n')
})
