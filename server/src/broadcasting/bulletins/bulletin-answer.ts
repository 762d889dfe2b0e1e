import { type BulletinAnswer, CodedError, type Id } from '@tieng-lang/protocol'
import { findBulletin, type StoredBulletin } from '../../storage/bulletins/bulletins.ts'
import type { Database } from '../../storage/database.ts'
import { checkVersion } from '../../storage/versions.ts'

/** A bulletin as the console sees it: names of people, never their ids. */
export function bulletinAnswer({
  producedById: _producer,
  submittedById: _submitter,
  approvedById: _approver,
  isOnePerson: _policy,
  ...answer
}: StoredBulletin): BulletinAnswer {
  return answer
}

const TEXT_LISTED_LENGTH_MAX = 200

/** As it stands in a list: of a spoken text only the beginning, or two hundred of them would be some megabytes. */
export function listedBulletin(stored: StoredBulletin): BulletinAnswer {
  const answer = bulletinAnswer(stored)
  const { source } = answer
  if (source.kind !== 'speech' || source.text.length <= TEXT_LISTED_LENGTH_MAX) return answer
  return { ...answer, source: { ...source, text: `${source.text.slice(0, TEXT_LISTED_LENGTH_MAX)}…` } }
}

/** Throws `bulletinNotFound`. */
export function bulletinAt(database: Database, bulletinId: Id): StoredBulletin {
  const bulletin = findBulletin(database, bulletinId)
  if (!bulletin) throw new CodedError('bulletinNotFound', `no bulletin is ${bulletinId}`)
  return bulletin
}

/** The bulletin, if it still has the version that the asker has seen. Throws `changedMeanwhile` with the present one. */
export function expectBulletin(database: Database, bulletinId: Id, expected: number | 'any'): StoredBulletin {
  const bulletin = bulletinAt(database, bulletinId)
  checkVersion(bulletinAnswer(bulletin), expected)
  return bulletin
}
