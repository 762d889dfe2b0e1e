import type { Bulletin, Id, ReviewState } from '@tieng-lang/protocol'
import { type Database, query } from './database.ts'

const LISTED_MAX = 1_000

export function insertBulletin(database: Database, bulletin: Bulletin): void {
  const { media, loudness, ...rest } = bulletin
  database.run(
    query.insertInto('bulletins').values({
      ...rest,
      mediaSha256: media.sha256,
      mediaSizeBytes: media.sizeBytes,
      mediaDurationMs: media.durationMs,
      loudness: JSON.stringify(loudness),
    }),
  )
}

export function findBulletin(database: Database, bulletinId: Id): Bulletin | undefined {
  const row = database.row(query.selectFrom('bulletins').selectAll().where('bulletinId', '=', bulletinId))
  return row && fromRow(row)
}

/** The newest first. */
export function listBulletins(database: Database): Bulletin[] {
  return database
    .rows(query.selectFrom('bulletins').selectAll().orderBy('createdAt', 'desc').limit(LISTED_MAX))
    .map(fromRow)
}

export function replaceBulletinReview(
  database: Database,
  bulletinId: Id,
  { state, approvedBy }: { state: ReviewState; approvedBy: string | null },
): boolean {
  const set = { state, approvedBy }
  return database.run(query.updateTable('bulletins').set(set).where('bulletinId', '=', bulletinId)) > 0
}

/** Whether some approved bulletin has this audio: then anyone may hear it (DESIGN §3). */
export function isMediaApproved(database: Database, sha256: string): boolean {
  const approved = query
    .selectFrom('bulletins')
    .select('bulletinId')
    .where('mediaSha256', '=', sha256)
    .where('state', '=', 'approved')
    .limit(1)
  return database.row(approved) !== undefined
}

interface BulletinRow extends Omit<Bulletin, 'media' | 'loudness' | 'state'> {
  mediaSha256: string
  mediaSizeBytes: number
  mediaDurationMs: number
  loudness: string
  state: string
}

function fromRow(row: BulletinRow): Bulletin {
  const { mediaSha256, mediaSizeBytes, mediaDurationMs, loudness, state, ...rest } = row
  return {
    ...rest,
    // The column's CHECK allows the four states only.
    state: state as ReviewState,
    media: { sha256: mediaSha256, sizeBytes: mediaSizeBytes, durationMs: mediaDurationMs },
    loudness: JSON.parse(loudness),
  }
}
