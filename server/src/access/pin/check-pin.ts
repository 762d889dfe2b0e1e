import { CodedError, MINUTE_MS, SECOND_MS } from '@tieng-lang/protocol'
import type { Services } from '../../broadcasting/services.ts'
import { listGrants } from '../../storage/accounts/grants.ts'
import { findOperator } from '../../storage/accounts/operators.ts'
import { findPin, notePinTries, type StoredPin } from '../../storage/accounts/pins.ts'
import { areaIdsOf, recordAct } from '../audit.ts'

const WRONG_TRIES_MAX = 5
const LOCKED_MS = 5 * MINUTE_MS

/**
 * Resolves where this is the person's PIN. Five wrong ones in a row lock it for five minutes, across restarts; each is
 * counted and in the audit log. Throws `noPin`, `wrongPin`, `pinLocked` (which counts nothing), `tooBusy`.
 */
export async function checkPin(services: Services, operatorId: string, pin: string): Promise<void> {
  const { database, clock, passwords } = services
  const taken = takeTry(services, operatorId)
  if (await passwords.checkPin(taken.pinHash, pin)) {
    const now = findPin(database, operatorId)
    // A PIN that was set meanwhile is another one; its tries are not ours to forget.
    if (now?.pinHash !== taken.pinHash) throw new CodedError('wrongPin', 'the PIN was changed meanwhile')
    database.urgentTransaction(() => notePinTries(database, { operatorId, wrongTries: 0, lockedUntil: null }))
    return
  }
  recordWrongTry(services, taken)
  if (taken.lockedUntil !== null) throw locked(taken.lockedUntil - clock.now())
  const left = WRONG_TRIES_MAX - taken.wrongTries
  throw new CodedError('wrongPin', `the PIN is wrong; ${left} more tries`)
}

/** Counts a try as a wrong one before it is checked, so that many at once are no way around the lock. */
function takeTry({ database, clock }: Services, operatorId: string): StoredPin {
  return database.urgentTransaction(() => {
    const stored = findPin(database, operatorId)
    if (!stored) throw new CodedError('noPin', 'this person has set no PIN')
    const leftMs = (stored.lockedUntil ?? 0) - clock.now()
    // A lock that would last longer was written by a clock that has been put right since.
    if (leftMs > 0 && leftMs <= LOCKED_MS) throw locked(leftMs)
    const wrongTries = (stored.lockedUntil === null ? stored.wrongTries : 0) + 1
    const lockedUntil = wrongTries >= WRONG_TRIES_MAX ? clock.now() + LOCKED_MS : null
    const taken = { ...stored, wrongTries, lockedUntil }
    notePinTries(database, taken)
    return taken
  })
}

function recordWrongTry(services: Services, { operatorId, wrongTries, lockedUntil }: StoredPin): void {
  const { database, clock, reports } = services
  const isLocked = lockedUntil !== null
  const act = isLocked ? 'pin.lock' : 'pin.refuse'
  const name = findOperator(database, operatorId)?.name ?? ''
  const grants = listGrants(database, operatorId)
  const by = { operatorId, name, grants, address: '' }
  const detail = { wrongTries }
  database.urgentTransaction(() =>
    recordAct(database, {
      ...{ at: clock.now(), by, act, areaIds: areaIdsOf(grants), subject: operatorId, detail },
    }),
  )
  reports.count(undefined, isLocked ? 'pinLocked' : 'wrongPin', operatorId)
}

function locked(leftMs: number): CodedError {
  return new CodedError('pinLocked', `too many wrong PINs; try again in ${Math.ceil(leftMs / SECOND_MS)} s`)
}
