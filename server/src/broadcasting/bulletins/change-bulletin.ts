import {
  type BulletinAnswer,
  type BulletinChange,
  type BulletinValidity,
  CodedError,
} from '@tieng-lang/protocol'
import { mayDo } from '../../access/permissions.ts'
import type { Principal } from '../../access/principal.ts'
import type { StoredBulletin } from '../../storage/bulletins/bulletins.ts'
import { areaTree } from '../../storage/tree/area-tree.ts'
import { deliverKitsWith } from '../emergency-kit/deliver-kits.ts'
import type { Services } from '../services.ts'
import { bulletinAt } from './bulletin-answer.ts'
import { deliverPlansWith } from './deliver-plans-with.ts'
import { checkValidity, lineOf, titleOf } from './labels.ts'
import { type BulletinAct, change, isBy, isOnePersonEnough } from './review.ts'

/**
 * Writes other words on it; the audio never changes. Old and new words are recorded. Where its days change, plans are
 * delivered anew. Throws `badRequest`, `badDates`, `changedMeanwhile`, `withdrawn`, and `notAllowed` or `fourEyes` for
 * what would undo a review.
 */
export async function changeBulletin(
  services: Services,
  act: BulletinAct,
  wanted: BulletinChange,
): Promise<BulletinAnswer> {
  const labels = checkedLabels(wanted)
  const before = bulletinAt(services.database, act.bulletinId)
  const answer = change(services, { ...act, name: 'bulletin.change' }, (bulletin) => {
    const next = { ...bulletin, ...labels }
    checkReview(services, act.by, { before: bulletin, next })
    return { next, detail: differences(bulletin, labels) }
  })
  if (answer.state === 'approved' && !isSame(before.validity, answer.validity)) {
    deliverPlansWith(services, act.bulletinId, act.by)
    deliverKitsWith(services, act.bulletinId)
  }
  return answer
}

/**
 * What is approved is approved for its days: more of them are an approver's word, by the rules of an approval (R9). And
 * what others are to judge is not taken to where one person is enough.
 */
function checkReview(
  services: Services,
  by: Principal,
  { before, next }: { before: StoredBulletin; next: StoredBulletin },
): void {
  if (by.operatorId === null) return
  if (
    before.state !== 'draft' &&
    isOnePersonEnough(services, next, by) &&
    !isOnePersonEnough(services, before, by)
  )
    throw new CodedError(
      'fourEyes',
      'two persons review it where it lies; only a draft goes to where one is enough',
    )
  if (before.state !== 'approved' || isWithin(next.validity, before.validity)) return
  if (!mayDo(by.grants, 'bulletin.review', areaTree(services.database).idPathOf(next.areaId)))
    throw new CodedError('notAllowed', 'it was approved for fewer days; an approver gives it more')
  if (isBy(before, by) && !isOnePersonEnough(services, next, by))
    throw new CodedError('fourEyes', 'it was approved for fewer days; somebody else gives it more')
}

/** Whether one span holds no day that the other lacks; ISO dates are in the order of their text. */
function isWithin(inner: BulletinValidity, outer: BulletinValidity): boolean {
  const isFromWithin = outer.from === undefined || (inner.from !== undefined && inner.from >= outer.from)
  const isUntilWithin = outer.until === undefined || (inner.until !== undefined && inner.until <= outer.until)
  return isFromWithin && isUntilWithin
}

function checkedLabels(wanted: BulletinChange): BulletinChange {
  const { title, audience, validity } = wanted
  if (validity) checkValidity(validity)
  return {
    ...wanted,
    ...(title !== undefined && { title: titleOf(title) }),
    ...(audience !== undefined && { audience: lineOf(audience, 'the audience') }),
  }
}

function differences(before: StoredBulletin, labels: BulletinChange): Record<string, unknown> {
  const changed = Object.entries(labels).filter(([name, value]) => !isSame(fieldOf(before, name), value))
  return {
    changed: Object.fromEntries(changed.map(([name, to]) => [name, { from: fieldOf(before, name), to }])),
  }
}

function fieldOf(bulletin: StoredBulletin, name: string): unknown {
  return Object.entries(bulletin).find(([key]) => key === name)?.[1]
}

/** Texts and validities, both as small as JSON. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
