import { type Database, query } from '../database.ts'

/** The public halves; the private ones lie in a file of their own, readable by the owner only. */
export interface ServerKey {
  kid: string
  purpose: 'root' | 'command'
  publicKey: string
  createdAt: number
}

/** A key is written once and never changed; a second of the same `kid` throws `alreadyExists`. */
export function insertServerKey(database: Database, key: ServerKey): void {
  database.run(query.insertInto('serverKeys').values(key))
}

/** Oldest first. */
export function listServerKeys(database: Database) {
  return database.rows(query.selectFrom('serverKeys').selectAll().orderBy('createdAt'))
}
