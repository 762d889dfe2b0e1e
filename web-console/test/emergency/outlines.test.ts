import type { AreaAnswer } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { communeOutlines, convexHull } from '../../src/views/emergency/map/outlines.ts'

const at = (latitude: number, longitude: number) => ({ latitude, longitude })
const commune = (areaId: string): AreaAnswer => ({
  areaId,
  parentId: null,
  code: '07210',
  name: areaId,
  settings: {},
  version: 1,
})

test('the ring around points leaves out what lies inside and on its edges', () => {
  const square = [at(0, 0), at(0, 2), at(2, 2), at(2, 0)]
  expect(convexHull([...square, at(1, 1), at(0, 1), at(0, 0)])).toEqual(square)
})

test('one cluster has an outline too; one without a position has none', () => {
  const clusters = [
    { areaId: 'xa-1', position: at(21, 106) },
    { areaId: 'xa-2', position: null },
  ]
  const outlines = communeOutlines(clusters, [commune('xa-1'), commune('xa-2')])
  expect(outlines.map(({ name, ring }) => [name, ring.length])).toEqual([['xa-1', 8]])
})
