import {
  type CapSender,
  CodedError,
  type Id,
  type NewCapSender,
  type NewCapSenderAnswer,
  newId,
} from '@tieng-lang/protocol'
import { recordAct } from '../../access/audit.ts'
import type { Principal } from '../../access/principal.ts'
import { sha256Hex } from '../../access/secrets.ts'
import { areaAt } from '../../broadcasting/places.ts'
import type { Services } from '../../broadcasting/services.ts'
import {
  CAP_SENDERS_MAX,
  countCapSenders,
  findCapSender,
  insertCapSender,
  listCapSenders,
  removeCapSender,
} from '../../storage/cap/cap-senders.ts'

/** By name, without those that were removed. */
export function listSenders({ database }: Pick<Services, 'database'>): CapSender[] {
  return listCapSenders(database)
}

/**
 * A system that may send CAP messages; its token is in the answer and nowhere else. Throws `areaNotFound`,
 * `alreadyExists` (name), `limitExceeded`.
 */
export function addCapSender(
  { database, clock, chance, updates }: Pick<Services, 'chance' | 'clock' | 'database' | 'updates'>,
  wanted: NewCapSender,
  by: Principal,
): NewCapSenderAnswer {
  const token = `cap_${Buffer.from(chance.bytes(32)).toString('base64url')}`
  const at = clock.now()
  const capSender: CapSender = {
    ...wanted,
    capSenderId: newId('cap', chance),
    createdAt: at,
    createdBy: by.name,
    lastSeenAt: null,
  }
  database.transaction(() => {
    for (const areaId of wanted.areaIds) areaAt(database, areaId)
    if (countCapSenders(database) >= CAP_SENDERS_MAX)
      throw new CodedError('limitExceeded', `at most ${CAP_SENDERS_MAX} senders`)
    insertCapSender(database, capSender, sha256Hex(token))
    const { name, senders, areaIds, policies, perMinuteMax } = wanted
    const detail = { name, senders, areaIds, policies, perMinuteMax }
    const act = { act: 'capSender.add', areaIds, subject: capSender.capSenderId }
    recordAct(database, { at, by, ...act, detail })
  })
  updates.changed('emergencies')
  return { capSender, token }
}

/** From now on its token opens nothing; what it has sent stays. Throws `capSenderNotFound`. */
export function endCapSender(
  { database, clock, updates }: Pick<Services, 'clock' | 'database' | 'updates'>,
  capSenderId: Id,
  by: Principal,
): void {
  const at = clock.now()
  database.transaction(() => {
    const sender = findCapSender(database, capSenderId)
    if (!sender) throw new CodedError('capSenderNotFound', `no CAP sender is ${capSenderId}`)
    removeCapSender(database, capSenderId, at)
    const { name, areaIds } = sender
    recordAct(database, { at, by, act: 'capSender.remove', areaIds, subject: capSenderId, detail: { name } })
  })
  updates.changed('emergencies')
}
