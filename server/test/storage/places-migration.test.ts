import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { afterAll, expect, test } from 'vitest'
import { openDatabase } from '../../src/storage/database.ts'
import { ground } from '../../src/storage/migrations/0001-ground.ts'
import { people } from '../../src/storage/migrations/0002-people.ts'
import { migrate } from '../../src/storage/migrations/migrate.ts'
import { findCluster, listClustersOfZone, replaceCluster } from '../../src/storage/tree/clusters.ts'
import { listZoneMembers, listZones } from '../../src/storage/tree/zones.ts'
import { temporaryFolder } from '../running-server.ts'

const folder = temporaryFolder()
afterAll(folder.remove)

/** A file as the program before zones had names wrote it. */
function oldFile(): string {
  const path = join(folder.path, 'old.sqlite')
  const connection = new BetterSqlite(path)
  migrate(connection, 0, [ground, people])
  const area = connection.prepare('INSERT INTO areas VALUES (?, ?, NULL, ?, ?, 0)')
  for (const [areaId, parentId] of [
    ['tinh', null],
    ['xa-a', 'tinh'],
    ['thon-1', 'xa-a'],
    ['thon-2', 'xa-a'],
    ['xa-b', 'tinh'],
  ])
    area.run(areaId, parentId, areaId, '{}')
  const cluster = connection.prepare(
    "INSERT INTO clusters (clusterId, areaId, name, settings, mediaSecret, createdAt) VALUES (?, ?, ?, ?, 'x', 0)",
  )
  for (const [clusterId, areaId, zones] of [
    ['c-1', 'thon-1', ['de', 'cho']],
    ['c-2', 'thon-2', ['de']],
    ['c-3', 'xa-b', ['cho']],
    ['c-4', 'thon-2', ['dinh']],
  ] as const)
    cluster.run(clusterId, areaId, clusterId, JSON.stringify({ zones }))
  connection.close()
  return path
}

test('zone ids that clusters carry become zones of the smallest area that holds all their clusters', () => {
  const database = openDatabase(oldFile(), 0)
  expect(listZones(database).map(({ zoneId, areaId, name }) => [zoneId, areaId, name])).toEqual([
    ['cho', 'tinh', 'cho'],
    ['de', 'xa-a', 'de'],
    ['dinh', 'thon-2', 'dinh'],
  ])
  expect(listClustersOfZone(database, 'de').map(({ clusterId }) => clusterId)).toEqual(['c-1', 'c-2'])
  const cluster = findCluster(database, 'c-1')
  if (!cluster) throw new Error('lost')
  expect(cluster).toMatchObject({ position: null, version: 1, toldAreaPath: null })
  replaceCluster(database, { ...cluster, settings: { ...cluster.settings, zones: ['cho'] } })
  expect(listZoneMembers(database, 'de')).toEqual(['c-2'])
  expect(listZoneMembers(database, 'cho')).toEqual(['c-1', 'c-3'])
  database.close()
})
