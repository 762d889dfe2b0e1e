import {
  type ButtonRequest,
  CLOCK_TOLERANCE_MS,
  type ClusterId,
  CodedError,
  ed25519Check,
  MINUTE_MS,
  openButtonRequest,
} from '@tieng-lang/protocol'
import type { Principal } from '../../../access/principal.ts'
import { findEmergency } from '../../../storage/emergencies/emergencies.ts'
import { areaTree } from '../../../storage/tree/area-tree.ts'
import { inherited } from '../../../storage/tree/areas.ts'
import { type Cluster, findCluster } from '../../../storage/tree/clusters.ts'
import { emergencyKitOf } from '../../emergency-kit/cluster-kit.ts'
import type { Services } from '../../services.ts'
import type { EmergencyOrder } from '../raise/emergency-order.ts'
import { raiseEmergency } from '../raise/raise-emergency.ts'

/** Where the message store no longer says how long its button sounds. */
const LASTS_MS = 30 * MINUTE_MS

/**
 * Somebody has pressed the button of a cluster, which sounds already: from here on it stands among the emergencies under
 * the id that the cluster gave it, and where the area's policy says so it sounds in the cluster's whole area. Each press
 * is carried out once. What cannot be verified, or is over, is counted.
 */
export function takeButtonRequest(services: Services, clusterId: ClusterId, sealed: string): void {
  const cluster = findCluster(services.database, clusterId)
  const refuse = (code: string, detail: string) => services.reports.count(clusterId, code, detail)
  if (!cluster?.device) {
    refuse('notEnrolled', 'a button request of a cluster without a device')
    return
  }
  const { publicKey, kid } = cluster.device
  const opened = openButtonRequest(sealed, { clusterId, publicKey, signatures: ed25519Check() })
  if (!opened.ok) {
    refuse(opened.code, opened.detail)
    return
  }
  carryOut(services, cluster, { request: opened.value, kid }).catch((cause: unknown) =>
    refuse(cause instanceof CodedError ? cause.code : 'buttonNotCarriedOut', String(cause)),
  )
}

async function carryOut(
  services: Services,
  cluster: Cluster,
  { request, kid }: { request: ButtonRequest; kid: string },
): Promise<void> {
  const { clock, database } = services
  const { press, emergencyId, pressedAt } = request
  if (!emergencyId.startsWith('button-'))
    throw new CodedError('shapeMismatch', `${emergencyId} is no button’s`)
  const now = clock.now()
  // The device gives each press an id by chance, and the same one however often it asks.
  if (findEmergency(database, emergencyId))
    throw new CodedError('replayed', `press ${press} was carried out before`)
  const order = orderOf(services, cluster, request)
  // A request may have waited for a network until it is over; one of a clock that runs ahead cannot be judged.
  if (order.expiresAt <= now || pressedAt > now + CLOCK_TOLERANCE_MS)
    throw new CodedError('expired', `press ${press} was at ${pressedAt}`)
  await raiseEmergency(services, { ...order, requestId: `nut-${kid}-${press}` }, personOf(cluster))
}

function orderOf(
  services: Services,
  { clusterId, areaId, name }: Cluster,
  { emergencyId, event, pressedAt }: ButtonRequest,
): Omit<EmergencyOrder, 'requestId'> {
  const path = areaTree(services.database).pathOf(areaId)
  const warning = emergencyKitOf(services, areaId).emergencyKit?.button
  const isWidened = inherited(path, 'emergencyButtonWidens') === 'area'
  const nowhereElse = { zones: [], polygons: [] }
  return {
    ...{ origin: 'button', status: 'Actual', event, severity: warning?.severity ?? 'Extreme' },
    ...{ text: '', language: 'vi', expiresAt: pressedAt + (warning?.lastsMs ?? LASTS_MS) },
    repeatPlan: { soonTimes: 0, soonEveryS: 300, thenEveryS: null },
    place: isWidened
      ? { ...nowhereElse, areas: [areaId], clusters: [] }
      : { ...nowhereElse, areas: [], clusters: [clusterId] },
    ...{ commander: '', reason: `Nút khẩn cấp tại ${name}` },
    emergencyId,
    began: { sentAt: pressedAt, repeatsAfterS: [...(warning?.repeatsAfterS ?? [])] },
  }
}

/** Nobody knows who pressed: the record names the cluster. */
function personOf({ name }: Cluster): Principal {
  const grants = [{ role: 'administrator' as const, areaId: null }]
  return { operatorId: null, name: `Nút tại ${name}`, grants, address: 'device' }
}
