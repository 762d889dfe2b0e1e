import type { AreaAnswer, Grant } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { ownCommune, ownPlaces } from '../../src/components/places/own-places.ts'

const area = (areaId: string, parentId: string | null, code: string | null): AreaAnswer => ({
  areaId,
  parentId,
  code,
  name: areaId,
  settings: {},
  version: 1,
})
const AREAS = [
  area('tinh', null, '24'),
  area('xa-1', 'tinh', '07210'),
  area('thon', 'xa-1', null),
  area('xa-2', 'tinh', '07211'),
]
const own = (...grants: Grant[]) => {
  const places = ownPlaces(AREAS, grants, 'emergency.raise')
  return {
    communes: places.communes.map(({ areaId }) => areaId),
    tops: places.tops.map(({ areaId }) => areaId),
    first: ownCommune(places, grants)?.areaId ?? null,
  }
}

test('the commune of an operator needs no choosing', () => {
  expect(own({ role: 'operator', areaId: 'xa-1' })).toEqual({ communes: ['xa-1'], tops: [], first: 'xa-1' })
})

test('who has a province chooses, and is never given all of it by default', () => {
  expect(own({ role: 'broadcaster', areaId: 'tinh' })).toEqual({
    communes: ['xa-1', 'xa-2'],
    tops: ['tinh'],
    first: null,
  })
})

test('a commune that is named in a grant comes first, though another grant reaches further', () => {
  const found = own({ role: 'broadcaster', areaId: null }, { role: 'operator', areaId: 'xa-2' })
  expect(found).toMatchObject({ communes: ['xa-2', 'xa-1'], first: 'xa-2' })
})

test('a role that may not raise anything gives no place', () => {
  expect(own({ role: 'auditor', areaId: null })).toEqual({ communes: [], tops: [], first: null })
})

test('below a commune, what is granted is the place', () => {
  expect(own({ role: 'operator', areaId: 'thon' })).toEqual({ communes: [], tops: ['thon'], first: 'thon' })
})
