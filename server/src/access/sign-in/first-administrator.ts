import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Files, newId } from '@tieng-lang/protocol'
import { systemFiles } from '@tieng-lang/protocol/node'
import type { Services } from '../../broadcasting/services.ts'
import { replaceGrants } from '../../storage/accounts/grants.ts'
import { countOperators, insertOperator } from '../../storage/accounts/operators.ts'
import { recordAct } from '../audit.ts'
import { EVERY_RIGHT, THE_SERVER } from '../principal.ts'
import { newPassword } from './password-rules.ts'

export interface FirstSignIn {
  loginName: string
  password: string
  /** Where it is written as well, for the owner of the data folder alone. */
  path: string
}

const LOGIN_NAME = 'quantri'
const FILE_NAME = 'first-sign-in.txt'

/**
 * Makes the first account where there is none: it administers everything, and its password must be changed at the
 * first sign-in. Gives what to tell the person who has just started the server; undefined at any later start.
 */
export async function makeFirstAdministrator(
  services: Pick<Services, 'config' | 'clock' | 'chance' | 'database' | 'passwords'>,
  files: Files = systemFiles(services.config.dataDir),
): Promise<FirstSignIn | undefined> {
  const { database, clock, chance, passwords, config } = services
  if (countOperators(database) > 0) return undefined
  const password = newPassword(chance)
  const passwordHash = await passwords.hash(password)
  const path = pathIn(config.dataDir)
  // Before the account: a password that nobody has read would be lost with a crash or a power cut between the two.
  await files.replace(FILE_NAME, Buffer.from(`${LOGIN_NAME}\n${password}\n`), { isSecret: true })
  const at = clock.now()
  const operatorId = newId('nguoi', chance)
  const detail = { loginName: LOGIN_NAME, grants: EVERY_RIGHT }
  database.transaction(() => {
    insertOperator(database, {
      ...{ operatorId, loginName: LOGIN_NAME, name: 'Quản trị viên', passwordHash },
      ...{ mustChangePassword: true, isDisabled: false, createdAt: at, lastSeenAt: null, version: 1 },
    })
    replaceGrants(database, operatorId, EVERY_RIGHT)
    recordAct(database, { at, by: THE_SERVER, act: 'operator.add', areaIds: [], subject: operatorId, detail })
  })
  return { loginName: LOGIN_NAME, password, path }
}

/** Removes the file once its password holds no longer. */
export function forgetFirstSignIn(dataDir: string, loginName: string): void {
  if (loginName === LOGIN_NAME) rmSync(pathIn(dataDir), { force: true })
}

function pathIn(dataDir: string): string {
  return join(dataDir, FILE_NAME)
}
