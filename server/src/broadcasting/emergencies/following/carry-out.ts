import type { EmergencyMoment } from '@tieng-lang/protocol'
import {
  findEmergency,
  replaceEmergency,
  type StoredEmergency,
} from '../../../storage/emergencies/emergencies.ts'
import { listAccounts, replaceAccount } from '../../../storage/emergencies/emergency-clusters.ts'
import { insertMoment } from '../../../storage/emergencies/emergency-moments.ts'
import type { Services } from '../../services.ts'
import { clearDocument } from '../document/emergency-document.ts'
import type { DueAct } from './deadlines.ts'

type Parts = Pick<Services, 'board' | 'clock' | 'database' | 'link'>

/** Does what time does to an emergency, in one transaction; a document is cleared after it. */
export function carryOut(parts: Parts, act: DueAct, emergencyId: string): void {
  const { database } = parts
  const emergency = database.urgentTransaction(() => {
    const stored = findEmergency(database, emergencyId)
    if (stored) ACTS[act](parts, stored)
    return stored
  })
  if (emergency && act === 'clear') clearDocument(parts, emergency)
}

const ACTS: Readonly<Record<DueAct, (parts: Parts, emergency: StoredEmergency) => void>> = {
  lapse: (parts, emergency) => {
    const now = parts.clock.now()
    change(parts, emergency, { state: 'lapsed', endedAt: now, clearedAt: now }, 'expired')
  },
  account,
  expire: (parts, emergency) =>
    change(parts, emergency, { state: 'expired', endedAt: emergency.expiresAt }, 'expired'),
  clear: ({ clock, database }, emergency) =>
    replaceEmergency(database, { ...emergency, clearedAt: clock.now() }),
}

function change(
  { clock, database }: Parts,
  emergency: StoredEmergency,
  set: Partial<StoredEmergency>,
  kind: EmergencyMoment['kind'],
): void {
  replaceEmergency(database, { ...emergency, ...set })
  insertMoment(database, { emergencyId: emergency.emergencyId, at: clock.now(), kind })
}

/** Who has neither sounded nor refused is not reached, until something is heard of it after all. */
function account({ board, clock, database }: Parts, emergency: StoredEmergency): void {
  const { emergencyId } = emergency
  const at = clock.now()
  for (const each of listAccounts(database, emergencyId)) {
    if (each.outcome !== 'waiting') continue
    const reason = whyNotReached(board, each)
    replaceAccount(database, { ...each, outcome: 'notReached', reason })
    insertMoment(database, {
      emergencyId,
      at,
      kind: 'notReached',
      clusterId: each.clusterId,
      detail: { reason },
    })
  }
  replaceEmergency(database, { ...emergency, accountedAt: at })
}

function whyNotReached(
  board: Services['board'],
  { clusterId, takenAt }: { clusterId: string; takenAt: number | null },
): string {
  if (takenAt !== null) return 'takenNotHeard'
  const isConnected = board.isConnected(clusterId)
  if (isConnected === undefined) return 'clusterNotEnrolled'
  return isConnected ? 'noAnswer' : 'notConnected'
}
