import type { AreaAnswer, AreaSettings, ClusterAnswer } from '@tieng-lang/protocol/browser'
import { expect, test } from 'vitest'
import { countClusters } from '../../src/views/places/model/count-clusters.ts'
import { clustersFollowing, originOf } from '../../src/views/places/model/handed-down.ts'

const quietHours = { windows: [{ from: '22:00', until: '05:00' }] }

const area = (areaId: string, parentId: string | null, settings: AreaSettings = {}): AreaAnswer => ({
  ...{ areaId, parentId, name: areaId, code: null, settings, version: 1 },
})

const cluster = (clusterId: string, areaId: string, own = false): ClusterAnswer => ({
  ...{ clusterId, areaId, name: clusterId, movingFromAreaId: null, position: null, device: null },
  settings: {
    zones: [],
    volume: { defaultPercent: 60, emergencyPercent: 90, hardCapPercent: 100, byTimeOfDay: [] },
    isSpecialArea: false,
    cacheBytesMax: 1_000_000,
    ...(own && { quietHours }),
  },
  effective: { quietHours, timeZone: 'Asia/Ho_Chi_Minh' },
  ...{ createdAt: 0, version: 1 },
})

const areas = [
  area('tinh', null, { quietHours }),
  area('xa', 'tinh'),
  area('thon-1', 'xa'),
  area('thon-2', 'xa', { quietHours }),
]
const everything = () => true

test('a setting comes from the nearest area above that sets it, else from the server', () => {
  const above = { areas, parentId: 'xa' }
  expect(originOf('quietHours', above, everything)).toEqual({ kind: 'area', name: 'tinh', value: quietHours })
  expect(originOf('review', above, everything)).toEqual({ kind: 'server' })
  expect(originOf('review', { areas, parentId: null }, everything)).toEqual({ kind: 'server' })
})

test('of an area that I may not look into nothing is claimed', () => {
  const mayLook = (path: readonly string[]) => path.includes('xa')
  expect(originOf('quietHours', { areas, parentId: 'xa' }, mayLook)).toEqual({ kind: 'above' })
})

test('a change concerns the clusters below that have nothing nearer by', () => {
  const clusters = [
    cluster('cum-1', 'xa'),
    cluster('cum-2', 'thon-1'),
    cluster('cum-3', 'thon-1', true),
    cluster('cum-4', 'thon-2'),
    cluster('cum-5', 'tinh'),
  ]
  const known = { areas, clusters }
  expect(clustersFollowing('quietHours', 'xa', known)).toEqual({ following: 2, own: 2 })
  // What the area itself sets is what is being changed.
  expect(clustersFollowing('quietHours', 'thon-2', known)).toEqual({ following: 1, own: 0 })
  expect(Object.fromEntries(countClusters(areas, clusters))).toEqual({
    ...{ tinh: 5, xa: 4 },
    ...{ 'thon-1': 2, 'thon-2': 1 },
  })
})
