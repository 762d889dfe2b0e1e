import { type ClusterAnswer, type ClusterConfig, topicOf } from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { clustersAt } from '../../src/broadcasting/places.ts'
import { clusterAnswer } from '../../src/broadcasting/tree/answers.ts'
import { areaPathsOf } from '../../src/broadcasting/tree/area-paths.ts'
import { findCluster } from '../../src/storage/clusters.ts'
import { findDocument } from '../../src/storage/documents.ts'
import { enrolBoard, type TestBoard } from '../board.ts'
import { eventually, runServer, temporaryFolder } from '../running-server.ts'
import { addArea, addCluster, changeArea, changeCluster } from '../tree.ts'

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
