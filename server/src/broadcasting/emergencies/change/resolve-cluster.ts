import { type ClusterId, CodedError, type Id } from '@tieng-lang/protocol'
import { recordAct } from '../../../access/audit.ts'
import type { Principal } from '../../../access/principal.ts'
import { findAccount, replaceAccount } from '../../../storage/emergencies/emergency-clusters.ts'
import { insertMoment } from '../../../storage/emergencies/emergency-moments.ts'
import { findClusterHead } from '../../../storage/tree/cluster-heads.ts'
import type { Services } from '../../services.ts'
import { emergencyAt } from '../answer/emergency-answer.ts'

/**
 * Somebody has looked at a cluster where it was not heard, and says what was done. Throws `emergencyNotFound`,
 * `clusterNotFound` for one that it was not meant for.
 */
export function resolveCluster(
  services: Services,
  { emergencyId, clusterId, note }: { emergencyId: Id; clusterId: ClusterId; note: string },
  by: Principal,
): void {
  const { clock, database } = services
  services.emergencies.flush()
  emergencyAt(database, emergencyId)
  const at = clock.now()
  database.urgentTransaction(() => {
    const account = findAccount(database, emergencyId, clusterId)
    const head = findClusterHead(database, clusterId)
    if (!account || !head) throw new CodedError('clusterNotFound', `${emergencyId} is not for ${clusterId}`)
    replaceAccount(database, { ...account, resolvedBy: by.name, resolvedAt: at, note })
    insertMoment(database, { emergencyId, at, kind: 'resolved', by: by.name, clusterId, detail: { note } })
    const act = { act: 'emergency.resolve', areaIds: [head.areaId], subject: emergencyId }
    recordAct(database, { at, by, ...act, detail: { clusterId, note } })
  })
  services.emergencies.changed(emergencyId)
}
