import type { Id, ProgrammeBody } from '@tieng-lang/protocol'
import { recordAct } from '../../access/audit.ts'
import type { Principal } from '../../access/principal.ts'
import {
  insertProgramme,
  removeProgramme,
  replaceProgramme,
  type StoredProgramme,
} from '../../storage/programmes.ts'
import { deliverAllPlansSoon } from '../delivery/deliver-soon.ts'
import type { Services } from '../services.ts'
import { expectProgramme } from './programme-answer.ts'
import { checkDefinition } from './programme-rules.ts'
import { areasOfTargets, areasStillThere, checkAllowed } from './targets.ts'

/** Adds a draft. Throws `alreadyExists`, `notAllowed`, and as `checkDefinition` and `areasOfTargets` do. */
export function addProgramme(
  services: Services,
  { definition, targets }: ProgrammeBody,
  by: Principal,
): StoredProgramme {
  const { database, clock, updates } = services
  checkDefinition(services, definition)
  const areaIds = areasOfTargets(database, targets)
  checkAllowed(database, { by, permission: 'programme.write' }, areaIds)
  const now = clock.now()
  const { programmeId, name } = definition
  const programme: StoredProgramme = {
    ...{ programmeId, definition, targets, state: 'draft', isOnePerson: false, note: null, playing: null },
    ...{ producedBy: by.name, producedById: by.operatorId, submittedBy: null, submittedById: null },
    ...{ approvedBy: null, approvedById: null, approvedAt: null, createdAt: now, changedAt: now },
    ...{ changedBy: by.name, changedById: by.operatorId, version: 1 },
  }
  database.transaction(() => {
    insertProgramme(database, programme)
    const act = { at: now, by, act: 'programme.add', areaIds, subject: programmeId, detail: { name } }
    recordAct(database, act)
  })
  updates.changed('programmes', programmeId)
  return programme
}

/**
 * Changes what is being worked on, which becomes a draft; what plays goes on playing until the change is approved.
 * Throws `changedMeanwhile` with the present one, `programmeNotFound`, and as `addProgramme` does.
 */
export function changeProgramme(
  services: Services,
  { expected, ...body }: ProgrammeBody & { expected: number | 'any' },
  by: Principal,
): StoredProgramme {
  const { database, clock, updates } = services
  const { definition, targets } = body
  const { programmeId, name } = definition
  checkDefinition(services, definition)
  const wantedAreas = areasOfTargets(database, targets)
  checkAllowed(database, { by, permission: 'programme.write' }, wantedAreas)
  const programme = database.transaction(() => {
    const held = expectProgramme(database, programmeId, expected)
    const now = clock.now()
    const areaIds = [...new Set([...wantedAreas, ...areasStillThere(database, held.targets)])]
    checkAllowed(database, { by, permission: 'programme.write' }, areaIds)
    const changed: StoredProgramme = {
      ...{ ...held, definition, targets, state: 'draft', note: null, submittedBy: null, submittedById: null },
      ...{ changedAt: now, changedBy: by.name, changedById: by.operatorId, version: held.version + 1 },
    }
    replaceProgramme(database, changed, held.version)
    const detail = { name, ...(held.definition.name !== name && { nameBefore: held.definition.name }) }
    recordAct(database, { at: now, by, act: 'programme.change', areaIds, subject: programmeId, detail })
    return changed
  })
  updates.changed('programmes', programmeId)
  return programme
}

/** Removes a programme; what of it sounds stops as soon as the new plan arrives. Throws as `changeProgramme` does. */
export function withdrawProgramme(
  services: Services,
  { programmeId, expected }: { programmeId: Id; expected: number | 'any' },
  by: Principal,
): void {
  const { database, clock, updates } = services
  database.transaction(() => {
    const { targets, playing, definition, version } = expectProgramme(database, programmeId, expected)
    const areaIds = [
      ...new Set([targets, playing?.targets ?? targets].flatMap((each) => areasStillThere(database, each))),
    ]
    checkAllowed(database, { by, permission: 'programme.write' }, areaIds)
    removeProgramme(database, programmeId, version)
    const detail = { name: definition.name, wasPlaying: playing !== null }
    recordAct(database, {
      at: clock.now(),
      by,
      act: 'programme.withdraw',
      areaIds,
      subject: programmeId,
      detail,
    })
  })
  updates.changed('programmes', programmeId)
  deliverAllPlansSoon(services, by)
}
