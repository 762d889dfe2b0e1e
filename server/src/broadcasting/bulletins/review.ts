import { type BulletinAnswer, CodedError, type Id } from '@tieng-lang/protocol'
import { recordAct } from '../../access/audit.ts'
import type { Principal } from '../../access/principal.ts'
import { replaceBulletin, type StoredBulletin } from '../../storage/bulletins/bulletins.ts'
import { findAreaPath } from '../../storage/tree/area-tree.ts'
import { inherited } from '../../storage/tree/areas.ts'
import { checkPlansFitWith } from '../delivery/plans-fit.ts'
import { deliverKitsWith } from '../emergency-kit/deliver-kits.ts'
import type { Services } from '../services.ts'
import { bulletinAnswer, expectBulletin } from './bulletin-answer.ts'
import { deliverPlansWith } from './deliver-plans-with.ts'

/** Which bulletin, in which version the asker has seen it, and who asks. */
export interface BulletinAct {
  bulletinId: Id
  expected: number | 'any'
  by: Principal
}

/** Hands a draft to the reviewers. Throws `wrongState`, `withdrawn`. */
export function submitBulletin(services: Services, act: BulletinAct): BulletinAnswer {
  return change(services, { ...act, name: 'bulletin.submit' }, (bulletin) => {
    expectState(bulletin, ['draft', 'returned'])
    const { name: submittedBy, operatorId: submittedById } = act.by
    return { next: { ...bulletin, state: 'submitted', submittedBy, submittedById, note: null } }
  })
}

/**
 * From here on its audio is public and programmes may carry it. Four eyes (R9): neither who produced nor who submitted
 * it may approve it, unless its area lets one person do both; that is recorded. Throws `wrongState`, `withdrawn`,
 * `fourEyes`, `planTooLarge` where a plan that carries it would not fit.
 */
export async function approveBulletin(services: Services, act: BulletinAct): Promise<BulletinAnswer> {
  const { by } = act
  const answer = change(services, { ...act, name: 'bulletin.approve' }, (bulletin) => {
    const isOnePerson = isBy(bulletin, by)
    const mayOnePerson = isOnePersonEnough(services, bulletin, by)
    if (isOnePerson && !mayOnePerson)
      throw new CodedError('fourEyes', 'who made or submitted a bulletin cannot approve it')
    // Where one person is enough, handing it to oneself first would be a formality.
    expectState(bulletin, mayOnePerson ? ['draft', 'submitted', 'returned'] : ['submitted'])
    const { name: approvedBy, operatorId: approvedById } = by
    const next = {
      ...bulletin,
      state: 'approved' as const,
      approvedBy,
      approvedById,
      isOnePerson,
      note: null,
    }
    // A programme may carry it already: with it the plan must still fit.
    const check = () => checkPlansFitWith(services, act.bulletinId)
    return { next, detail: { isOnePerson }, check }
  })
  // A programme may carry it already and have passed it over.
  deliverPlansWith(services, act.bulletinId, act.by)
  deliverKitsWith(services, act.bulletinId)
  return answer
}

/** Sends it back with what must be made better; plans that carried it are delivered without it. Throws `wrongState`. */
export async function returnBulletin(
  services: Services,
  act: BulletinAct,
  note: string,
): Promise<BulletinAnswer> {
  const answer = change(services, { ...act, name: 'bulletin.return' }, (bulletin) => {
    expectState(bulletin, ['submitted', 'approved'])
    const unapproved = { approvedBy: null, approvedById: null, isOnePerson: false }
    const text = note.normalize('NFC').trim()
    return { next: { ...bulletin, ...unapproved, state: 'returned', note: text }, detail: { note: text } }
  })
  deliverPlansWith(services, act.bulletinId, act.by)
  deliverKitsWith(services, act.bulletinId)
  return answer
}

/** Takes it back for good: every plan is delivered without it, and what of it sounds stops. Throws `withdrawn`. */
export async function withdrawBulletin(services: Services, act: BulletinAct): Promise<BulletinAnswer> {
  const answer = change(services, { ...act, name: 'bulletin.withdraw' }, (bulletin) => ({
    next: { ...bulletin, withdrawnAt: services.clock.now(), withdrawnBy: act.by.name },
    detail: { state: bulletin.state },
  }))
  deliverPlansWith(services, act.bulletinId, act.by)
  deliverKitsWith(services, act.bulletinId)
  return answer
}

interface NamedAct extends BulletinAct {
  /** As the audit log calls it. */
  name: string
}

interface Changed {
  next: StoredBulletin
  detail?: Record<string, unknown>
  /** Once it is stored, in the same transaction: throws where it must not be. */
  check?: () => void
}

/** One act on a bulletin with its audit entry, in one transaction. Throws `changedMeanwhile`, `bulletinNotFound`. */
export function change(
  { clock, database, updates }: Services,
  { bulletinId, expected, by, name: act }: NamedAct,
  make: (bulletin: StoredBulletin) => Changed,
): BulletinAnswer {
  const stored = database.transaction(() => {
    const before = expectBulletin(database, bulletinId, expected)
    if (before.withdrawnAt !== null) throw new CodedError('withdrawn', 'the bulletin has been withdrawn')
    const { next, detail, check } = make(before)
    const areaIds = [...new Set([before.areaId, next.areaId])]
    const facts = { title: next.title, ...detail }
    recordAct(database, { at: clock.now(), by, act, areaIds, subject: bulletinId, detail: facts })
    const replaced = replaceBulletin(database, next)
    check?.()
    return replaced
  })
  updates.changed('bulletins', bulletinId)
  return bulletinAnswer(stored)
}

function expectState({ state }: StoredBulletin, states: readonly StoredBulletin['state'][]): void {
  if (!states.includes(state))
    throw new CodedError('wrongState', `it is ${state}, not ${states.join(' or ')}`)
}

/** Whoever administers this machine is allowed everything (the file system has let them in), and it is recorded. */
export function isOnePersonEnough(
  { database }: Services,
  { areaId }: Pick<StoredBulletin, 'areaId'>,
  { operatorId }: Principal,
): boolean {
  return operatorId === null || inherited(findAreaPath(database, areaId), 'review') === 'onePerson'
}

/** Whether this person made or submitted it; without an account, by name. */
export function isBy(bulletin: StoredBulletin, { operatorId, name }: Principal): boolean {
  const acts = [
    { id: bulletin.producedById, by: bulletin.producedBy },
    { id: bulletin.submittedById, by: bulletin.submittedBy },
  ]
  return acts.some(({ id, by }) => (operatorId === null ? id === null && by === name : id === operatorId))
}
