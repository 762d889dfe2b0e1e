import type { AreaAnswer } from '@tieng-lang/protocol/browser'
import { expect, test } from 'vitest'
import { moveByKey, rowsInSight, searchAreas } from '../../src/views/places/tree/tree-rows.ts'

const area = (areaId: string, parentId: string | null, name: string): AreaAnswer => ({
  ...{ areaId, parentId, name },
  ...{ code: areaId === 'xa-b' ? '01234' : null, settings: {}, version: 1 },
})

const areas = [
  area('tinh', null, 'Tỉnh Ví Dụ'),
  area('xa-b', 'tinh', 'Xã Đông Hải'),
  area('xa-a', 'tinh', 'Xã An Bình'),
  area('thon', 'xa-b', 'Thôn Đoài'),
  area('la', 'khong-thay', 'Khu của tôi'),
]

test('a line is in sight when all above it is open, siblings as Vietnamese sorts them', () => {
  const rows = rowsInSight(areas, new Set(['tinh']))
  expect(rows.map(({ area: { areaId }, level, position, siblings }) => [areaId, level, position, siblings]))
    // What lies below an area that I may not see stands at the top.
    .toEqual([
      ['la', 1, 1, 2],
      ['tinh', 1, 2, 2],
      ['xa-a', 2, 1, 2],
      ['xa-b', 2, 2, 2],
    ])
  expect(rows.map(({ hasChildren, isOpen }) => [hasChildren, isOpen])).toEqual([
    [false, false],
    [true, true],
    [false, false],
    [true, false],
  ])
})

test('a search needs no marks, knows codes, and shows what is above', () => {
  const found = searchAreas(areas, ' dong hai ')
  expect(found.count).toBe(1)
  expect(found.areas.map(({ areaId }) => areaId)).toEqual(['tinh', 'xa-b'])
  expect(searchAreas(areas, '0123').count).toBe(1)
  expect(searchAreas(areas, 'không có').areas).toEqual([])
})

test('arrows go through the tree as WAI-ARIA says', () => {
  const rows = rowsInSight(areas, new Set(['tinh']))
  const to = (at: string, key: string) => moveByKey(rows, at, key)
  expect(to('tinh', 'ArrowDown')).toEqual({ kind: 'go', areaId: 'xa-a' })
  expect(to('tinh', 'ArrowUp')).toEqual({ kind: 'go', areaId: 'la' })
  expect(to('tinh', 'ArrowLeft')).toEqual({ kind: 'close', areaId: 'tinh' })
  expect(to('tinh', 'ArrowRight')).toEqual({ kind: 'go', areaId: 'xa-a' })
  expect(to('xa-b', 'ArrowRight')).toEqual({ kind: 'open', areaId: 'xa-b' })
  expect(to('xa-b', 'ArrowLeft')).toEqual({ kind: 'go', areaId: 'tinh' })
  expect(to('xa-b', 'ArrowDown')).toBeNull()
  expect(to('xa-b', 'Home')).toEqual({ kind: 'go', areaId: 'la' })
  expect(to('la', 'End')).toEqual({ kind: 'go', areaId: 'xa-b' })
  expect(to('la', 'ArrowRight')).toBeNull()
})
