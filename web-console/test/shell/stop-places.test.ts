import type { AreaAnswer } from '@tieng-lang/protocol/browser'
import { expect, test } from 'vitest'
import { stopPlaces } from '../../src/shell/stop/stop-places.ts'
import { clusterState, playing } from '../components/cluster-states.ts'

const area = (areaId: string, parentId: string | null, code: string): AreaAnswer => ({
  ...{ areaId, parentId, code, name: areaId },
  settings: {},
  version: 1,
})
const areas = [area('tinh', null, '99'), area('xa-1', 'tinh', '99001'), area('xa-2', 'tinh', '99002')]
const states = [
  clusterState({ areaId: 'xa-1' }),
  clusterState({ clusterId: 'b', areaId: 'xa-2', playing: playing() }),
]
const idsFor = (mayStop: (areaId: string) => boolean) =>
  stopPlaces({ areas, states, mayStop }).map(({ areaId }) => areaId)

test('the whole of what I may stop comes first, then the communes in which something sounds', () => {
  expect(idsFor(() => true)).toEqual(['tinh', 'xa-2'])
})

test('of several tops the one in which something sounds comes first', () => {
  expect(idsFor((areaId) => areaId !== 'tinh')).toEqual(['xa-2', 'xa-1'])
})

test('what I may not stop is not offered', () => {
  expect(idsFor((areaId) => areaId === 'xa-1')).toEqual(['xa-1'])
  expect(idsFor(() => false)).toEqual([])
})
