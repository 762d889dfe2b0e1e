import { expect, test } from 'vitest'
import { conditionOf, planWordOf, troublesOf } from '../../src/components/cluster-state/cluster-condition.ts'
import { clusterState, playing, playoutLine } from './cluster-states.ts'

test('a cluster in order is ready, and what sounds is said first', () => {
  expect(conditionOf(clusterState())).toBe('ready')
  expect(conditionOf(clusterState({ playing: playing(), media: { wanted: 2, held: 1 } }))).toBe('playing')
})

test('of a cluster that is not reached nothing is said that nobody can know', () => {
  const lost = clusterState({ isConnected: false, playing: playing(), planRevision: { wanted: 4, held: 3 } })
  expect(conditionOf(lost)).toBe('lost')
  expect(troublesOf(lost)).toEqual(['lost'])
  expect(troublesOf(clusterState({ isEnrolled: false, isConnected: false }))).toEqual(['notEnrolled'])
})

test('every trouble is found, the worst first', () => {
  const state = clusterState({
    clockState: 'rtcLost',
    configRevision: { wanted: 2, held: 1 },
    storage: 'full',
    media: { wanted: 5, held: 4 },
    lastPlayout: playoutLine({ outcome: 'notHeard', reason: 'silentHorn' }),
  })
  expect(troublesOf(state)).toEqual(['clock', 'behind', 'storage', 'audio', 'silent'])
  expect(conditionOf(state)).toBe('clock')
})

test('a sounding that people or the plan kept from being heard is no trouble of the equipment', () => {
  for (const reason of ['stopped', 'quietHours', 'preempted', 'withdrawn'] as const)
    expect(troublesOf(clusterState({ lastPlayout: playoutLine({ outcome: 'notHeard', reason }) }))).toEqual(
      [],
    )
})

test('a clock that nothing is known of yet is no trouble', () => {
  expect(troublesOf(clusterState({ clockState: null }))).toEqual([])
})

test('the plan in words', () => {
  expect(planWordOf(clusterState())).toBe('newest')
  expect(planWordOf(clusterState({ planRevision: { wanted: null, held: null } }))).toBe('none')
  const behind = { planRevision: { wanted: 4, held: 3 } }
  expect(planWordOf(clusterState(behind))).toBe('coming')
  expect(planWordOf(clusterState({ ...behind, isConnected: false }))).toBe('old')
})
