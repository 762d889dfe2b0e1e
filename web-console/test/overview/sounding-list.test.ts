import { expect, test } from 'vitest'
import { soonestNext, soundingList } from '../../src/components/cluster-state/sounding-list.ts'
import { clusterState, playing } from '../components/cluster-states.ts'

test('what sounds is one thing over its clusters, from the first beginning to the last end', () => {
  const [first, second] = soundingList([
    clusterState({ clusterId: 'a', playing: playing({ broadcastId: 'other@1', title: 'Nhạc' }) }),
    clusterState({ clusterId: 'b', playing: playing({ startedAt: 9_000, endsAt: 60_000 }) }),
    clusterState({ clusterId: 'c', areaId: 'xa-2', playing: playing() }),
  ])
  expect(first).toMatchObject({ title: 'Tin sáng', clusterCount: 2, areaIds: ['xa-1', 'xa-2'] })
  expect(first).toMatchObject({ startedAt: 9_000, endsAt: 70_000 })
  expect(second?.title).toBe('Nhạc')
})

test('an end that one cluster does not know is known for none; a lost cluster is not claimed to sound', () => {
  const states = [
    clusterState({ clusterId: 'a', playing: playing() }),
    clusterState({ clusterId: 'b', playing: playing({ endsAt: null }) }),
    clusterState({ clusterId: 'c', playing: playing(), isConnected: false }),
  ]
  expect(soundingList(states)).toMatchObject([{ clusterCount: 2, endsAt: null }])
})

test('the soonest next, and on how many clusters', () => {
  const rest = { occurrenceId: 'o', programmeName: 'p', isRelay: false }
  const next = (dueAt: number) => ({ ...rest, title: `lúc ${dueAt}`, dueAt })
  const states = [5, 3, 3].map((dueAt) => clusterState({ next: next(dueAt) }))
  expect(soonestNext(states)).toEqual({ title: 'lúc 3', dueAt: 3, clusterCount: 2 })
  expect(soonestNext([clusterState()])).toBeNull()
})
