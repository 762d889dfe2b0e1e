import type { AreaAnswer } from '@tieng-lang/protocol/browser'
import { expect, test } from 'vitest'
import { groupByCommune } from '../../src/views/overview/model/cluster-groups.ts'
import { filterClusters, NO_FILTER } from '../../src/views/overview/model/filter-clusters.ts'
import { clusterState, playing } from '../components/cluster-states.ts'

const area = (areaId: string, parentId: string | null, code: string | null, name: string): AreaAnswer => ({
  ...{ areaId, parentId, code, name },
  settings: {},
  version: 1,
})
const AREAS = [
  area('tinh', null, '99', 'Tỉnh Sơn Hà'),
  area('xa-2', 'tinh', '99002', 'Xã Đông Hải'),
  area('xa-1', 'tinh', '99001', 'Xã An Bình'),
  area('thon-1', 'xa-1', null, 'Thôn Đoài'),
]
const STATES = [
  clusterState({ clusterId: 'a', areaId: 'xa-2', name: 'Cụm 10', isConnected: false }),
  clusterState({ clusterId: 'b', areaId: 'xa-2', name: 'Cụm 2', playing: playing() }),
  clusterState({ clusterId: 'c', areaId: 'thon-1', name: 'Đình làng' }),
]

test('clusters stand under their commune, wherever below it they lie', () => {
  const groups = groupByCommune(STATES, AREAS)
  expect(groups.map(({ name }) => name)).toEqual(['Xã An Bình', 'Xã Đông Hải'])
  expect(groups[1]?.clusters.map(({ name }) => name)).toEqual(['Cụm 2', 'Cụm 10'])
  expect(groups[1]).toMatchObject({ readyCount: 1, playingCount: 1, troubledCount: 1 })
})

test('an area without a commune above stands for itself; an unknown one is kept', () => {
  const states = [clusterState({ areaId: 'tinh' }), clusterState({ clusterId: 'x', areaId: 'gone' })]
  expect(groupByCommune(states, AREAS).map(({ areaId, name }) => [areaId, name])).toEqual([
    ['gone', null],
    ['tinh', 'Tỉnh Sơn Hà'],
  ])
})

test('found without marks, by cluster or commune, all words', () => {
  const found = (search: string) =>
    filterClusters(STATES, AREAS, { ...NO_FILTER, search }).map(({ clusterId }) => clusterId)
  expect(found('dinh lang')).toEqual(['c'])
  expect(found('dong hai 10')).toEqual(['a'])
  expect(found('  ')).toEqual(['a', 'b', 'c'])
  expect(found('không có')).toEqual([])
})

test('by area with all below it, and only those in trouble', () => {
  const ids = (filter: object) =>
    filterClusters(STATES, AREAS, { ...NO_FILTER, ...filter }).map(({ clusterId }) => clusterId)
  expect(ids({ areaId: 'xa-1' })).toEqual(['c'])
  expect(ids({ areaId: 'tinh', isTroubledOnly: true })).toEqual(['a'])
})
