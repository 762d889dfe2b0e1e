import BetterSqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { ground } from '../../src/storage/migrations/0001-ground.ts'
import { people } from '../../src/storage/migrations/0002-people.ts'
import { places } from '../../src/storage/migrations/0003-places.ts'
import { bulletins } from '../../src/storage/migrations/0004-bulletins.ts'
import { migrate } from '../../src/storage/migrations/migrate.ts'

const BEFORE = [ground, people, places]

/** A database as it was before bulletins had areas, with one approved bulletin. */
function oldDatabase() {
  const connection = new BetterSqlite(':memory:')
  connection.pragma('foreign_keys = ON')
  migrate(connection, 0, BEFORE)
  connection
    .prepare(
      `INSERT INTO bulletins (bulletinId, title, language, mediaSha256, mediaSizeBytes, mediaDurationMs, loudness,
        state, producedBy, approvedBy, createdAt) VALUES ('bt-1', 'Lời Chào', 'vi', 'a', 1, 1, '{}', 'approved',
        'Lan', 'Lan', 5)`,
    )
    .run()
  return connection
}
const bulletinIn = (connection: BetterSqlite.Database) => connection.prepare('SELECT * FROM bulletins').get()

test('bulletins of before go to the first area at the top, and are found without marks', () => {
  const connection = oldDatabase()
  const insert = connection.prepare(
    `INSERT INTO areas (areaId, parentId, name, settings, createdAt) VALUES (?, ?, 'x', '{}', ?)`,
  )
  insert.run('tinh', null, 1)
  insert.run('xa', 'tinh', 0)
  migrate(connection, 0, [...BEFORE, bulletins])
  expect(bulletinIn(connection)).toMatchObject({
    areaId: 'tinh',
    title: 'Lời Chào',
    searchText: 'loi chao',
    state: 'approved',
    approvedBy: 'Lan',
    isOnePerson: 1,
    version: 1,
  })
})

test('where there is no area yet, one is made for them', () => {
  const connection = oldDatabase()
  migrate(connection, 0, [...BEFORE, bulletins])
  expect(bulletinIn(connection)).toMatchObject({ areaId: 'dia-ban' })
  expect(connection.pragma('foreign_key_check')).toEqual([])
})
