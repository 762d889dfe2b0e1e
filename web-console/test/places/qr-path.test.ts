import { expect, test } from 'vitest'
import { qrPath } from '../../src/views/places/enrolment/qr-path.ts'

test('dark modules of a row are joined, a unit square each', () => {
  const modules = [
    [true, true, false, true],
    [false, false, false, false],
    [false, true, true, false],
  ]
  expect(qrPath(modules)).toBe('M0 0h2v1h-2zM3 0h1v1h-1zM1 2h2v1h-2z')
})
