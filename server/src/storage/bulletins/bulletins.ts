import type { BulletinAnswer, Id, ReviewState } from '@tieng-lang/protocol'
import { type Database, query } from '../database.ts'
import { folded } from '../search-text.ts'
import type { Flag, Tables } from '../tables.ts'

/** Each act's person is kept as a name, which people read, and as an operator's id, which four eyes compare. */
export interface StoredBulletin extends BulletinAnswer {
  producedById: Id | null
  submittedById: Id | null
  approvedById: Id | null
  /** True: who made or submitted it approved it as well. */
  isOnePerson: boolean
}

/** What a new bulletin must say; all else is as for a first draft. */
export type NewBulletinRow = Omit<StoredBulletin, keyof typeof FIRST> & Partial<typeof FIRST>

const FIRST: Pick<
  StoredBulletin,
  | 'category'
  | 'audience'
  | 'validity'
  | 'source'
  | 'producedById'
  | 'submittedBy'
  | 'submittedById'
  | 'approvedById'
  | 'isOnePerson'
  | 'note'
  | 'withdrawnAt'
  | 'withdrawnBy'
  | 'version'
> = {
  category: 'news',
  audience: '',
  validity: {},
  source: { kind: 'file', fileName: '' },
  producedById: null,
  submittedBy: null,
  submittedById: null,
  approvedById: null,
  isOnePerson: false,
  note: null,
  withdrawnAt: null,
  withdrawnBy: null,
  version: 1,
}

/** A new one has version 1 and nobody who submitted it. Throws `alreadyExists` for an id in use. */
export function insertBulletin(database: Database, bulletin: NewBulletinRow): void {
  database.run(query.insertInto('bulletins').values(toRow({ ...FIRST, ...bulletin })))
}

/** Withdrawn ones, too; undefined where there is none. */
export function findBulletin(database: Database, bulletinId: Id): StoredBulletin | undefined {
  const row = database.row(query.selectFrom('bulletins').selectAll().where('bulletinId', '=', bulletinId))
  return row && fromRow(row)
}

/** Takes the place of what was there; its version is one higher. Gives what is stored now. */
export function replaceBulletin(database: Database, bulletin: StoredBulletin): StoredBulletin {
  const next = { ...bulletin, version: bulletin.version + 1 }
  const { bulletinId, ...set } = toRow(next)
  database.run(query.updateTable('bulletins').set(set).where('bulletinId', '=', bulletinId))
  return next
}

/** Whether some bulletin has this audio that is approved and not withdrawn: then anyone may hear it (DESIGN §3). */
export function isMediaApproved(database: Database, sha256: string): boolean {
  const approved = query
    .selectFrom('bulletins')
    .select('bulletinId')
    .where('mediaSha256', '=', sha256)
    .where('state', '=', 'approved')
    .where('withdrawnAt', 'is', null)
    .limit(1)
  return database.row(approved) !== undefined
}

/** Whether any bulletin has this audio. */
export function isMediaUsed(database: Database, sha256: string): boolean {
  const used = query.selectFrom('bulletins').select('bulletinId').where('mediaSha256', '=', sha256).limit(1)
  return database.row(used) !== undefined
}

type Row = Tables['bulletins']

function toRow({ media, loudness, validity, source, isOnePerson, ...rest }: StoredBulletin): Row {
  const flag: Flag = isOnePerson ? 1 : 0
  return {
    ...rest,
    validFrom: validity.from ?? null,
    validUntil: validity.until ?? null,
    source: JSON.stringify(source),
    mediaSha256: media.sha256,
    mediaSizeBytes: media.sizeBytes,
    mediaDurationMs: media.durationMs,
    loudness: JSON.stringify(loudness),
    isOnePerson: flag,
    searchText: folded(`${rest.title} ${rest.audience}`),
  }
}

/** A row of `bulletins` as the rest of the server knows it. */
export function fromRow(row: Row): StoredBulletin {
  const { mediaSha256, mediaSizeBytes, mediaDurationMs, validFrom, validUntil, searchText: _, ...rest } = row
  return {
    ...rest,
    // The column's CHECK allows the four states only, and the routes' shapes the known categories.
    state: row.state as ReviewState,
    category: row.category as BulletinAnswer['category'],
    validity: {
      ...(validFrom !== null && { from: validFrom }),
      ...(validUntil !== null && { until: validUntil }),
    },
    media: { sha256: mediaSha256, sizeBytes: mediaSizeBytes, durationMs: mediaDurationMs },
    source: JSON.parse(row.source),
    loudness: JSON.parse(row.loudness),
    isOnePerson: row.isOnePerson === 1,
  }
}
