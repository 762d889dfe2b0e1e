import { type CapSender, CodedError, type Id } from '@tieng-lang/protocol'
import type { Principal } from '../../access/principal.ts'
import { endEmergency } from '../../broadcasting/emergencies/change/end-emergency.ts'
import { updateEmergency } from '../../broadcasting/emergencies/change/update-emergency.ts'
import { raiseEmergency } from '../../broadcasting/emergencies/raise/raise-emergency.ts'
import type { Services } from '../../broadcasting/services.ts'
import { type CapOutcome, replaceCapOutcome, type StoredCapMessage } from '../../storage/cap/cap-messages.ts'
import { findEmergency } from '../../storage/emergencies/emergencies.ts'
import { emergencyIdOf, orderOf, reasonOf } from './emergency-of-message.ts'
import { type Verdict, verdictOn } from './verdict.ts'

/** What was done by the sender's policy, or that a person decides; whatever fails waits for a person as well. */
export async function carryOut(
  services: Services,
  { message, capSender }: { message: StoredCapMessage; capSender: CapSender },
  by: Principal,
): Promise<void> {
  const verdict = verdictOn(services, message, capSender)
  if (verdict.kind === 'note' || verdict.kind === 'wait') {
    const state = verdict.kind === 'note' ? 'noted' : 'waiting'
    decided(services, message, { ...NOTHING, state, why: verdict.why, decidedAt: services.clock.now() })
    return
  }
  try {
    await act(services, { message, verdict }, by)
  } catch (cause) {
    if (!(cause instanceof CodedError)) throw cause
    services.reports.count(
      undefined,
      cause.code,
      `CAP ${message.alert.identifier}: ${cause.message}`.slice(0, 300),
    )
    decided(services, message, { ...NOTHING, state: 'waiting', why: cause.code })
  }
}

const NOTHING: Omit<CapOutcome, 'state'> = {
  why: null,
  emergencyId: null,
  decidedBy: null,
  decidedAt: null,
  note: null,
}

type Deed = Exclude<Verdict, { kind: 'note' | 'wait' }>

async function act(
  services: Services,
  { message, verdict }: { message: StoredCapMessage; verdict: Deed },
  by: Principal,
): Promise<void> {
  const activated = (emergencyId: Id) =>
    decided(services, message, {
      ...NOTHING,
      ...{ state: 'activated', emergencyId, decidedBy: by.name, decidedAt: services.clock.now() },
    })
  if (verdict.kind === 'end') {
    await endAll(services, { message, ...verdict }, by)
    activated(verdict.emergencyIds[0] ?? emergencyIdOf(message))
    return
  }
  const order = orderOf(message, verdict.sounding)
  if (verdict.kind === 'update') {
    const { emergencyId: _, ...change } = order
    await updateEmergency(services, { ...change, emergencyId: verdict.emergencyId }, by)
    activated(verdict.emergencyId)
    return
  }
  const raising = raiseEmergency(services, order, by)
  // It is recorded before the broker is waited for: from that instant nobody else may take it for waiting.
  if (findEmergency(services.database, emergencyIdOf(message))) activated(emergencyIdOf(message))
  await raising
}

/** Ends each of them once. Throws what `endEmergency` throws. */
export async function endAll(
  services: Services,
  {
    message,
    emergencyIds,
    how,
  }: { message: StoredCapMessage } & Omit<Extract<Verdict, { kind: 'end' }>, 'kind'>,
  by: Principal,
): Promise<void> {
  for (const [index, emergencyId] of emergencyIds.entries()) {
    const requestId = `${message.messageId}-${index + 1}`
    await endEmergency(services, { emergencyId, how, reason: reasonOf(message), requestId }, by)
  }
}

function decided({ database, updates }: Services, { messageId }: StoredCapMessage, to: CapOutcome): void {
  database.urgentTransaction(() => replaceCapOutcome(database, messageId, { from: 'waiting', to }))
  updates.changed('emergencies')
}
