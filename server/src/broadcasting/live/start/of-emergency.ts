import { CodedError, type NewLiveSession } from '@tieng-lang/protocol'
import type { Principal } from '../../../access/principal.ts'
import { listAccounts } from '../../../storage/emergencies/emergency-clusters.ts'
import { emergencyAt } from '../../emergencies/answer/emergency-answer.ts'
import { checkAllowed } from '../../programmes/targets.ts'
import type { Services } from '../../services.ts'
import type { LiveTarget } from './live-place.ts'

/**
 * Whether it belongs to an Actual emergency, for which quiet hours do not hold: that must be under way, the speaker must
 * have the right to raise one there, and it must be meant for every cluster that is to hear the voice. Throws
 * `emergencyNotFound`, `wrongState`, `notAllowed`, `outsideEmergency`.
 */
export function checkEmergency(
  services: Pick<Services, 'database' | 'emergencies'>,
  { order, target }: { order: NewLiveSession; target: LiveTarget },
  by: Principal,
): boolean {
  if (order.emergencyId === undefined) return false
  const { database } = services
  services.emergencies.flush()
  const { state, status, emergencyId } = emergencyAt(database, order.emergencyId)
  if (state !== 'active') throw new CodedError('wrongState', `${emergencyId} is not under way`)
  checkAllowed(database, { by, permission: 'emergency.raise' }, target.areaIds)
  const meant = new Set(listAccounts(database, emergencyId).map(({ clusterId }) => clusterId))
  if (!target.sounding.every(({ clusterId }) => meant.has(clusterId)))
    throw new CodedError('outsideEmergency', `${emergencyId} was not raised at every cluster there`)
  return status === 'Actual'
}
