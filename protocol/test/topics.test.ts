import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  clusterSubscriptions,
  matchTopic,
  mayClusterPublish,
  mayClusterSubscribe,
  TOPIC_PREFIX,
  TOPICS,
  type TopicName,
  topicOf,
} from '../src/index.ts'

const NAMES = Object.keys(TOPICS) as TopicName[]
const id = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}[a-z0-9]$/)

test('a topic written from the table is found in the table', () => {
  fc.assert(
    fc.property(fc.constantFrom(...NAMES), id, id, id, (name, clusterId, areaId, ownId) => {
      const parameters = { clusterId, areaId, emergencyId: ownId, sessionId: ownId }
      const match = matchTopic(topicOf(name, parameters))
      expect(match?.name).toBe(name)
      expect(topicOf(name, match?.parameters ?? {})).toBe(topicOf(name, parameters))
    }),
  )
})

test('a cluster writes its own upward topics and nothing else', () => {
  for (const name of NAMES) {
    const own = topicOf(name, { clusterId: 'c-1', areaId: 'xa', emergencyId: 'e', sessionId: 's' })
    const foreign = topicOf(name, { clusterId: 'c-2', areaId: 'xa', emergencyId: 'e', sessionId: 's' })
    expect(mayClusterPublish('c-1', own)).toBe(TOPICS[name].direction === 'up')
    if (own !== foreign) expect(mayClusterPublish('c-1', foreign)).toBe(false)
  }
  expect(mayClusterPublish('c-1', `${TOPIC_PREFIX}clusters/c-1/acks/x`)).toBe(false)
  expect(mayClusterPublish('c-1', 'tl/v2/clusters/c-1/acks')).toBe(false)
})

test('a cluster reads what it subscribes to, and no other cluster', () => {
  const filters = clusterSubscriptions('c-1', ['tinh', 'xa'])
  expect(filters).toContain(topicOf('plan', { clusterId: 'c-1' }))
  expect(filters).toContain(`${TOPIC_PREFIX}areas/xa/emergencies/+`)
  expect(filters).toContain(`${TOPIC_PREFIX}areas/xa/live/+`)
  for (const filter of filters) expect(mayClusterSubscribe('c-1', filter)).toBe(true)
  for (const filter of [
    '#',
    'tl/#',
    '+/v1/keys',
    `${TOPIC_PREFIX}clusters/+/plan`,
    `${TOPIC_PREFIX}clusters/#`,
  ]) {
    expect(mayClusterSubscribe('c-1', filter)).toBe(false)
  }
  expect(mayClusterSubscribe('c-1', topicOf('plan', { clusterId: 'c-2' }))).toBe(false)
})
