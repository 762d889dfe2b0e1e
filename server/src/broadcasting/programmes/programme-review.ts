import { CodedError, type Id } from '@tieng-lang/protocol'
import { recordAct } from '../../access/audit.ts'
import type { Principal } from '../../access/principal.ts'
import { replaceProgramme, type StoredProgramme } from '../../storage/programmes.ts'
import { deliverAllPlansSoon } from '../delivery/deliver-soon.ts'
import type { Services } from '../services.ts'
import { checkDraftFits, laidAnew } from './laid-anew.ts'
import { expectProgramme } from './programme-answer.ts'
import { checkBulletinsApproved, checkDefinition, checkOverInTime } from './programme-rules.ts'
import { areasOfTargets, areasStillThere, checkAllowed, isOnePersonEnough } from './targets.ts'

export interface ReviewAct {
  programmeId: Id
  /** The version that the asker has seen; `any` for whoever does not care. */
  expected: number | 'any'
  by: Principal
}

/** Hands a draft to whoever approves. Throws `wrongState` where it is neither draft nor returned, `runsIntoItself`. */
export function submitProgramme(services: Services, act: ReviewAct): StoredProgramme {
  const { by } = act
  return review(services, { ...act, act: 'programme.submit', permission: 'programme.write' }, (held) => {
    expectState(held, ['draft', 'returned'])
    checkOverInTime(services, held.definition)
    return { state: 'submitted', note: null, submittedBy: by.name, submittedById: by.operatorId }
  })
}

/** Sends a submitted one back to its makers with a word on what to mend. Throws `wrongState`. */
export function returnProgramme(services: Services, act: ReviewAct & { note: string }): StoredProgramme {
  const { note } = act
  const of = { ...act, act: 'programme.return', permission: 'programme.review', detail: { note } } as const
  return review(services, of, (held) => {
    expectState(held, ['submitted'])
    return { state: 'returned', note }
  })
}

/**
 * Approves what was submitted; from here on the clusters are told of it in the place of what played before. Throws
 * `fourEyes` where the approver made, changed or submitted it and its areas want two persons, `wrongState`,
 * `bulletinNotApproved`, `runsIntoItself`, `planTooLarge`, and what else `checkDefinition` and `areasOfTargets` throw.
 */
export function approveProgramme(services: Services, act: ReviewAct): StoredProgramme {
  const approved = approveStored(services, act)
  services.steps.reached('programmeApproved')
  deliverAllPlansSoon(services, act.by)
  return approved
}

/** As `approveProgramme`, and leaves it to the caller to deliver the plans. */
export function approveStored(services: Services, act: ReviewAct): StoredProgramme {
  const { database, clock } = services
  const { by } = act
  return review(services, { ...act, act: 'programme.approve', permission: 'programme.review' }, (held) => {
    // Local administration has always been one person at a keyboard: it need not submit to itself.
    expectState(held, by.operatorId === null ? ['draft', 'returned', 'submitted'] : ['submitted'])
    const isOnePerson = isOwnWork(held, by)
    if (isOnePerson && by.operatorId !== null) checkOnePerson(services, held)
    checkDefinition(services, held.definition)
    checkBulletinsApproved(database, held.definition)
    checkOverInTime(services, held.definition)
    const playing = laidAnew(services, held)
    checkDraftFits(services, playing)
    const approval = { approvedBy: by.name, approvedById: by.operatorId, approvedAt: clock.now() }
    return { state: 'approved', note: null, isOnePerson, playing, ...approval }
  })
}

interface Review extends ReviewAct {
  act: string
  permission: 'programme.write' | 'programme.review'
  detail?: Record<string, unknown>
}

/** One step of a review: who may, what becomes of it, and the record of it, together or not at all. */
function review(
  { database, clock, updates }: Services,
  { programmeId, expected, by, act, permission, detail }: Review,
  step: (held: StoredProgramme) => Partial<StoredProgramme>,
): StoredProgramme {
  const reviewed = database.transaction(() => {
    const held = expectProgramme(database, programmeId, expected)
    const areaIds = areasOfTargets(database, held.targets)
    const playsIn = held.playing ? areasStillThere(database, held.playing.targets) : []
    checkAllowed(database, { by, permission }, [...areaIds, ...playsIn])
    const next = { ...held, ...step(held), version: held.version + 1 }
    replaceProgramme(database, next, held.version)
    const facts = { name: held.definition.name, ...(next.isOnePerson && { isOnePerson: true }), ...detail }
    recordAct(database, { at: clock.now(), by, act, areaIds, subject: programmeId, detail: facts })
    return next
  })
  updates.changed('programmes', programmeId)
  return reviewed
}

function expectState({ state }: StoredProgramme, states: readonly StoredProgramme['state'][]): void {
  if (!states.includes(state)) throw new CodedError('wrongState', `the programme is ${state}`)
}

/** Persons are told apart by account; whoever has none (local administration) by the name they gave. */
function isOwnWork(held: StoredProgramme, { operatorId, name }: Principal): boolean {
  return operatorId === null
    ? [held.producedBy, held.changedBy, held.submittedBy].includes(name)
    : [held.producedById, held.changedById, held.submittedById].includes(operatorId)
}

function checkOnePerson({ database }: Services, { targets }: StoredProgramme): void {
  if (!isOnePersonEnough(database, areasOfTargets(database, targets)))
    throw new CodedError('fourEyes', 'somebody else than who made it must approve it')
}
