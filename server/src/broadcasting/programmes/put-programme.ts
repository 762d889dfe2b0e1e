import { CodedError, type ProgrammeBody } from '@tieng-lang/protocol'
import type { Principal } from '../../access/principal.ts'
import { findProgramme, type StoredProgramme } from '../../storage/programmes.ts'
import { deliverAllPlans } from '../delivery/plan-delivery.ts'
import type { Services } from '../services.ts'
import { addProgramme, changeProgramme } from './programme-changes.ts'
import { approveStored } from './programme-review.ts'

/**
 * Local administration's short way: adds a programme or puts it in the place of the one with the same id, approved by
 * the same person, all of it or nothing. Throws `notAllowed` for anybody else, and as adding and approving do.
 */
export async function putProgramme(
  services: Services,
  body: ProgrammeBody,
  by: Principal,
): Promise<StoredProgramme> {
  if (by.operatorId !== null)
    throw new CodedError('notAllowed', 'only local administration approves its own work at once')
  const { database } = services
  const { programmeId } = body.definition
  const approved = database.transaction(() => {
    if (findProgramme(database, programmeId)) changeProgramme(services, { ...body, expected: 'any' }, by)
    else addProgramme(services, body, by)
    return approveStored(services, { programmeId, expected: 'any', by })
  })
  services.steps.reached('programmeApproved')
  await deliverAllPlans(services, by)
  return approved
}
