import { CodedError, type PinChange } from '@tieng-lang/protocol'
import type { Services } from '../../broadcasting/services.ts'
import { findOperator } from '../../storage/accounts/operators.ts'
import { findPin, replacePin } from '../../storage/accounts/pins.ts'
import { areaIdsOf, recordAct } from '../audit.ts'
import type { Myself } from '../sign-in/own-account.ts'
import { checkPinRules } from './pin-rules.ts'

/**
 * Takes a PIN, or another one, for who gives their password; a lock is over with it. Throws `wrongPassword`,
 * `pinTooSimple`, `tooManyRequests`.
 */
export async function setPin(
  services: Services,
  { signedIn, by }: Myself,
  { password, pin }: PinChange,
): Promise<void> {
  const { database, clock, passwords, signInLimit } = services
  const { operatorId, loginName } = signedIn
  checkPinRules(pin)
  const attempt = { loginName, address: by.address, isKnown: true }
  signInLimit.take(attempt)
  const before = findOperator(database, operatorId)?.passwordHash
  if (!(await passwords.check(before, password, 'known')))
    throw new CodedError('wrongPassword', 'the password is wrong')
  signInLimit.forget(attempt)
  const pinHash = await passwords.hashPin(pin)
  const at = clock.now()
  database.transaction(() => {
    if (findOperator(database, operatorId)?.passwordHash !== before)
      throw new CodedError('wrongPassword', 'the password was changed meanwhile')
    replacePin(database, { operatorId, pinHash, changedAt: at })
    const areaIds = areaIdsOf(by.grants)
    recordAct(database, { at, by, act: 'operator.setPin', areaIds, subject: operatorId })
  })
}

export function hasPin({ database }: Pick<Services, 'database'>, operatorId: string): boolean {
  return findPin(database, operatorId) !== undefined
}
