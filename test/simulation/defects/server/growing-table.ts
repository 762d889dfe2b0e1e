import { sql } from 'kysely'
import type { Defect } from '../defect.ts'
import { runSql } from './spoilt-database.ts'

/** A table of everything that any cluster ever said. */
export const GROWING_TABLE: Defect = {
  name: 'a server that keeps every report of every cluster',
  foundBy: 'everything is bounded',
  services: ({ database }) => {
    runSql(database, sql`CREATE TABLE IF NOT EXISTS everyReport (clusterId TEXT, receivedAt REAL)`)
    runSql(
      database,
      sql`CREATE TRIGGER IF NOT EXISTS keepEveryReport AFTER UPDATE ON clusterReports
          BEGIN INSERT INTO everyReport VALUES (NEW.clusterId, NEW.receivedAt); END`,
    )
  },
}
