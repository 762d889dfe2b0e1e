import {
  type ClusterAnswer,
  type ClusterConfig,
  type ProgrammeDefinition,
  topicOf,
} from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { deliverAllPlans } from '../../src/broadcasting/delivery/plan-delivery.ts'
import { clustersAt } from '../../src/broadcasting/places.ts'
import { putProgramme } from '../../src/broadcasting/programmes/put-programme.ts'
import { clusterAnswer } from '../../src/broadcasting/tree/answers.ts'
import { areaPathsOf } from '../../src/broadcasting/tree/area-paths.ts'
import { findDocument } from '../../src/storage/documents.ts'
import { findCluster } from '../../src/storage/tree/clusters.ts'
import { enrolBoard, type TestBoard } from '../board.ts'
import { eventually, runServer, temporaryFolder } from '../running-server.ts'
import { addArea, addCluster, changeArea, changeCluster, LOCAL } from '../tree.ts'
import { addSample } from './bulletins/sample-bulletin.ts'

const folder = temporaryFolder()
let server: RunningServer
let board: TestBoard

const cluster = () => {
  const found = findCluster(server.services.database, 'c-1')
  if (!found) throw new Error('no cluster')
  return found
}
const answer = (): ClusterAnswer => clusterAnswer(server.services, cluster())
const paths = () => areaPathsOf(server.services.database, cluster()).map((path) => path.join('/'))
const configRevision = () =>
  findDocument(server.services.database, topicOf('config', { clusterId: 'c-1' }))?.revision ?? 0
const acknowledge = (revision: number) =>
  board.say('acks', { kind: 'document', type: 'config', documentId: 'config-c-1', revision, at: 0 })

beforeAll(async () => {
  server = await runServer(folder.path)
  const { services } = server
  addArea(services, { areaId: 'tinh', name: 'Tỉnh' })
  for (const areaId of ['xa-a', 'xa-b', 'xa-c']) addArea(services, { areaId, parentId: 'tinh', name: areaId })
  addCluster(services, { clusterId: 'c-1', areaId: 'xa-a', name: 'Cụm 1' })
  addCluster(services, { clusterId: 'c-2', areaId: 'xa-a', name: 'Cụm 2' })
  board = await enrolBoard(server, 'c-1')
})
afterAll(async () => {
  await board.stop()
  await server.stop()
  folder.remove()
})

test('DESIGN §3: a cluster that moves is counted in both areas until it acknowledges its new config', async () => {
  await acknowledge(configRevision())
  changeCluster(server.services, 'c-1', { areaId: 'xa-b' })
  expect(answer()).toMatchObject({ areaId: 'xa-b', movingFromAreaId: 'xa-a' })
  expect(paths()).toEqual(['tinh/xa-b', 'tinh/xa-a'])
  expect(clustersAt(server.services.database, 'xa-b').map(({ clusterId }) => clusterId)).toEqual(['c-1'])
  // The key that seals it covers every area, the one it leaves as well: the board takes it.
  await board.document<ClusterConfig>('config', ({ areaPath }) => areaPath.join() === 'tinh,xa-b')

  const movedAt = configRevision()
  await acknowledge(movedAt - 1)
  changeCluster(server.services, 'c-1', { areaId: 'xa-c' })
  expect(paths()).toEqual(['tinh/xa-c', 'tinh/xa-a', 'tinh/xa-b'])
  await acknowledge(movedAt)
  await eventually(paths, (found) => found.length === 2)
  expect(paths()).toEqual(['tinh/xa-c', 'tinh/xa-b'])
  await acknowledge(configRevision())
  await eventually(answer, ({ movingFromAreaId }) => movingFromAreaId === null)
  expect(paths()).toEqual(['tinh/xa-c'])
})

test('an area that moves moves its clusters, each until it has acknowledged', async () => {
  changeArea(server.services, 'xa-c', { parentId: 'xa-b' })
  expect(paths()).toEqual(['tinh/xa-b/xa-c', 'tinh/xa-c'])
  expect(answer().movingFromAreaId).toBeNull()
  await board.document<ClusterConfig>('config', ({ areaPath }) => areaPath.length === 3)
  expect(paths()).toHaveLength(2)
  await acknowledge(configRevision())
  await eventually(paths, (found) => found.length === 1)
})

test('a cluster without a board has moved at once', () => {
  changeCluster(server.services, 'c-2', { areaId: 'xa-b' })
  expect(findCluster(server.services.database, 'c-2')?.toldAreaPath).toEqual(['tinh', 'xa-b'])
  const moved = findCluster(server.services.database, 'c-2')
  expect(moved && clusterAnswer(server.services, moved).movingFromAreaId).toBeNull()
})

test('a cluster that moves while plans are delivered keeps the plan of where it stands now', async () => {
  const { services } = server
  const { database, clock } = services
  for (const number of [1, 2, 3, 4, 5, 6])
    addCluster(services, { clusterId: `d-${number}`, areaId: 'xa-a', name: `Đài ${number}` })
  addSample(database, { bulletinId: 'bt-1', state: 'approved', approvedBy: 'Hoa' })
  const definition: ProgrammeDefinition = {
    ...{ programmeId: 'ct-1', name: 'Bản tin', priority: 'routine', validity: {} },
    recurrence: { kind: 'daily', startTimes: ['05:30'] },
    playlist: [{ itemId: 'muc-1', title: '', bulletinId: 'bt-1', repeats: 1, gapMs: 0 }],
    ...{ latenessMsMax: 60_000, onInterrupted: 'resume', mayBeCut: false },
  }
  await putProgramme(services, { definition, targets: { areas: ['xa-a'], zones: [], clusters: [] } }, LOCAL)
  // On a machine so slow that each row takes a slice of its own.
  let slowMs = 0
  const slow = { ...services, clock: { ...clock, monotonicMs: () => (slowMs += 10) } }
  const delivered = deliverAllPlans(slow)
  for (const number of [1, 2, 3, 4, 5, 6]) changeCluster(services, `d-${number}`, { areaId: 'xa-b' })
  const plans = () =>
    [1, 2, 3, 4, 5, 6].map(
      (number) => findDocument(database, topicOf('plan', { clusterId: `d-${number}` }))?.bodySha256,
    )
  const afterMove = plans()
  await delivered
  expect(plans()).toEqual(afterMove)
})
