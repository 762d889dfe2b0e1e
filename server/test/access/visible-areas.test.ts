import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { visibleAreas } from '../../src/access/visible-areas.ts'
import { type Database, openDatabase } from '../../src/storage/database.ts'
import { areaTree } from '../../src/storage/tree/area-tree.ts'
import { type Area, insertArea, removeArea, replaceArea } from '../../src/storage/tree/areas.ts'

let folder: string
let database: Database

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'visible-'))
  database = openDatabase(join(folder, 'a.sqlite'), 0)
  for (const [areaId, parentId] of [
    ['tinh', null],
    ['xa-1', 'tinh'],
    ['thon-1', 'xa-1'],
    ['xa-2', 'tinh'],
  ] as const)
    insertArea(database, { areaId, parentId, code: null, name: areaId, settings: {}, createdAt: 0 })
})

afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

test('R26: a grant shows its area and all below it; what lies above is known by name only', () => {
  const seen = visibleAreas(database, [{ role: 'broadcaster', areaId: 'xa-1' }])
  expect(seen).toEqual({
    isEverywhere: false,
    areaIds: new Set(['xa-1', 'thon-1']),
    ancestorIds: new Set(['tinh']),
  })
  expect(visibleAreas(database, []).areaIds.size).toBe(0)
  expect(visibleAreas(database, [{ role: 'auditor', areaId: null }]).isEverywhere).toBe(true)
  const both = [
    { role: 'auditor', areaId: 'xa-2' },
    { role: 'broadcaster', areaId: 'tinh' },
  ] as const
  expect(visibleAreas(database, both, 'audit.read').areaIds).toEqual(new Set(['xa-2']))
  expect(visibleAreas(database, both).areaIds.size).toBe(4)
})

test('the tree in memory follows every change, and a change that was rolled back', () => {
  expect(areaTree(database)).toBe(areaTree(database))
  const fail = () =>
    database.transaction(() => {
      removeArea(database, 'xa-2')
      expect(areaTree(database).find('xa-2')).toBeUndefined()
      throw new Error('no')
    })
  expect(fail).toThrow('no')
  expect(areaTree(database).idPathOf('xa-2')).toEqual(['tinh', 'xa-2'])
  removeArea(database, 'xa-2')
  expect(visibleAreas(database, [{ role: 'auditor', areaId: 'tinh' }]).areaIds.has('xa-2')).toBe(false)
  expect(areaTree(database).levelsBelow('tinh')).toBe(3)
})

test('a tree that has seen what was rolled back is not taken for one that follows', () => {
  const add = (areaId: string, parentId: string | null) =>
    insertArea(database, { areaId, parentId, code: null, name: areaId, settings: {}, createdAt: 0 })
  expect(areaTree(database).count()).toBe(4)
  const fail = () =>
    database.transaction(() => {
      add('xa-3', 'tinh')
      expect(areaTree(database).find('xa-3')).toBeDefined()
      throw new Error('no')
    })
  expect(fail).toThrow('no')
  add('xa-4', 'tinh')
  const names = () =>
    areaTree(database)
      .childrenOf('tinh')
      .map(({ areaId }) => areaId)
  expect(names()).toEqual(['xa-1', 'xa-2', 'xa-4'])
  database.transaction(() => {
    for (let index = 0; index < 1_200; index += 1) add(`thon-x-${index}`, 'xa-2')
  })
  const before = areaTree(database)
  expect(before.idsBelow('tinh')).toHaveLength(1_205)
  replaceArea(database, { ...areaOf('thon-1'), name: 'A', parentId: 'xa-2' })
  expect(areaTree(database).childrenOf('xa-1')).toEqual([])
  expect(areaTree(database).childrenOf('xa-2')[0]).toMatchObject({ name: 'A', version: 2 })
  expect(before.childrenOf('xa-1')).toHaveLength(1)
})

function areaOf(areaId: string): Area {
  const area = areaTree(database).find(areaId)
  if (!area) throw new Error(areaId)
  return area
}
