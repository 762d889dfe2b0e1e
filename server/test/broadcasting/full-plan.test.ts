import {
  audienceOf,
  createKeyPair,
  DAY_MS,
  ed25519Signer,
  type Programme,
  sealDocument,
  TOPICS,
} from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { PlanBook, PROGRAMMES_BYTES_MAX } from '../../src/broadcasting/delivery/plan-book.ts'
import { openDatabase } from '../../src/storage/database.ts'
import { insertStoppedBroadcast } from '../../src/storage/orders/stopped-broadcasts.ts'
import { insertArea } from '../../src/storage/tree/areas.ts'
import { DEFAULT_CLUSTER_SETTINGS, findCluster, insertCluster } from '../../src/storage/tree/clusters.ts'

const NOW = 1_790_000_000_000
const clusterId = 'cum-1'

function fullDatabase(stopCount: number) {
  const database = openDatabase(':memory:', NOW)
  insertArea(database, {
    areaId: 'xa-a',
    parentId: null,
    code: null,
    name: 'Xã A',
    settings: {},
    createdAt: NOW,
  })
  insertCluster(database, {
    clusterId,
    areaId: 'xa-a',
    name: 'Cụm 1',
    settings: DEFAULT_CLUSTER_SETTINGS,
    position: null,
    mediaSecret: 'x'.repeat(43),
    createdAt: NOW,
  })
  for (let each = 0; each < stopCount; each += 1)
    insertStoppedBroadcast(database, {
      clusterId,
      // The longest id that a broadcast can have.
      broadcastId: `${String(each).padStart(4, '0')}${'p'.repeat(60)}@${'2'.repeat(32)}`,
      stoppedAt: NOW + each,
      forgetAt: NOW + DAY_MS,
      stoppedBy: 'Lan',
    })
  return database
}

/** One programme that fills all the room there is for programmes. */
function largestProgramme(): Programme {
  const item = { title: 'á'.repeat(100), media: { sha256: 'a'.repeat(64), sizeBytes: 1, durationMs: 1 } }
  const programme = (count: number): Programme => ({
    programmeId: 'ct-1',
    name: 'Lớn',
    priority: 'routine',
    recurrence: { kind: 'daily', startTimes: ['05:00'] },
    validity: {},
    playlist: Array.from({ length: count }, (_, index) => ({
      ...item,
      itemId: `m-${index}`,
      repeats: 1,
      gapMs: 0,
    })),
    latenessMsMax: 0,
    onInterrupted: 'resume',
    mayBeCut: false,
  })
  const bytesOf = (count: number) => Buffer.byteLength(JSON.stringify([programme(count)]))
  const perItem = bytesOf(1_001) - bytesOf(1_000)
  return programme(Math.floor((PROGRAMMES_BYTES_MAX - bytesOf(0)) / (perItem + 4)))
}

test('a plan that is full of programmes still has room for the latest stops', () => {
  const database = fullDatabase(1_000)
  const cluster = findCluster(database, clusterId)
  if (!cluster) throw new Error('no cluster')
  const targets = { areas: ['xa-a'], zones: [], clusters: [] }
  const book = new PlanBook(database, [{ programme: largestProgramme(), targets, goingOn: null }])
  const { plan, programmesBytes } = book.planOf(cluster)
  expect(programmesBytes).toBeGreaterThan(PROGRAMMES_BYTES_MAX * 0.95)
  expect(programmesBytes).toBeLessThanOrEqual(PROGRAMMES_BYTES_MAX)
  expect(plan.stopped.length).toBeGreaterThan(400)
  expect(plan.stopped[0]?.stoppedAt).toBe(NOW + 999)
  const sealed = sealDocument(
    {
      type: 'plan',
      audience: audienceOf('plan', { clusterId }),
      documentId: `plan-${clusterId}`,
      revision: NOW,
      sealedAt: NOW,
      validUntil: NOW + DAY_MS,
      body: plan,
    },
    ed25519Signer(createKeyPair()),
  )
  expect(sealed.length).toBeLessThanOrEqual(TOPICS.plan.bytesMax)
})
