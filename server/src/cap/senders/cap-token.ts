import { type CapSender, CodedError, MINUTE_MS } from '@tieng-lang/protocol'
import type { Principal } from '../../access/principal.ts'
import { sha256Hex } from '../../access/secrets.ts'
import type { Services } from '../../broadcasting/services.ts'
import { findCapSenderByToken, noteCapSenderSeen } from '../../storage/cap/cap-senders.ts'

/** Being seen is written down at most so often: it costs a write to the disk. */
const SEEN_AGAIN_MS = 5 * MINUTE_MS
const BEARER = /^Bearer (cap_[A-Za-z0-9_-]{43})$/

/** Whose token an `Authorization` header (RFC 6750 §2.1) carries; undefined where it is nobody's. */
export function findBearer(
  { database, clock }: Pick<Services, 'clock' | 'database'>,
  authorization: string | undefined,
): CapSender | undefined {
  const [, token] = BEARER.exec(authorization ?? '') ?? []
  const sender = token === undefined ? undefined : findCapSenderByToken(database, sha256Hex(token))
  if (!sender) return undefined
  const now = clock.now()
  if (sender.lastSeenAt === null || now - sender.lastSeenAt >= SEEN_AGAIN_MS) noteSeen(database, sender, now)
  return sender
}

/** A full disk must not keep a warning out. */
function noteSeen(database: Services['database'], { capSenderId }: CapSender, now: number): void {
  try {
    noteCapSenderSeen(database, capSenderId, now)
  } catch (cause) {
    if (!(cause instanceof CodedError)) throw cause
  }
}

/** What a sender may do: raise, where its areas are; its token opens no other route than those of CAP. */
export function principalOfSender(
  { name, areaIds }: CapSender,
  request: Pick<Principal, 'address' | 'traceId'>,
): Principal {
  const grants = areaIds.map((areaId) => ({ role: 'operator' as const, areaId }))
  return { operatorId: null, name: `CAP · ${name}`, grants, ...request }
}
