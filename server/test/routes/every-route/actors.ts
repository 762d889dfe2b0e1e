import { randomBytes } from 'node:crypto'
import { DAY_MS, type Grant, newId, ROLES, type Role } from '@tieng-lang/protocol'
import { systemChance, systemClock } from '@tieng-lang/protocol/node'
import { sha256Hex } from '../../../src/access/secrets.ts'
import type { RunningServer } from '../../../src/app.ts'
import { replaceGrants } from '../../../src/storage/accounts/grants.ts'
import { insertOperator } from '../../../src/storage/accounts/operators.ts'
import { insertSession } from '../../../src/storage/accounts/sessions.ts'
import { quickHash } from './village.ts'

export type Reach = 'the area' | 'the area above' | 'a sibling area' | 'everywhere'
const AREAS: Readonly<Record<Reach, string | null>> = {
  'the area': 'xa-a',
  'the area above': 'tinh',
  'a sibling area': 'xa-b',
  everywhere: null,
}

/** Somebody who asks: a person with one role on one area, or nobody at all. */
export interface Actor {
  name: string
  role: Role | null
  reach: Reach | null
  /** A `Cookie` header of a new session. */
  openSession(): string | undefined
}

/** Nobody, and each of the six roles on each of the four areas. */
export async function makeActors(server: RunningServer): Promise<Actor[]> {
  const passwordHash = await quickHash('not this one')
  const nobody: Actor = { name: 'nobody', role: null, reach: null, openSession: () => undefined }
  const people = ROLES.flatMap((role) =>
    // The keys of AREAS are its type.
    (Object.keys(AREAS) as Reach[]).map((reach) => {
      const operatorId = addPerson(server, passwordHash, { role, areaId: AREAS[reach] })
      const openSession = () => newSession(server, operatorId)
      return { name: `${role} on ${reach}`, role, reach, openSession }
    }),
  )
  return [nobody, ...people]
}

function addPerson({ services }: RunningServer, passwordHash: string, grant: Grant): string {
  const { database } = services
  const operatorId = newId('nguoi', systemChance)
  const now = systemClock.now()
  insertOperator(database, {
    ...{ operatorId, loginName: operatorId, name: 'Người hỏi', passwordHash },
    ...{ mustChangePassword: false, isDisabled: false, createdAt: now, lastSeenAt: now, version: 1 },
  })
  replaceGrants(database, operatorId, [grant])
  return operatorId
}

function newSession({ services }: RunningServer, operatorId: string): string {
  const token = randomBytes(32).toString('base64url')
  const now = systemClock.now()
  insertSession(services.database, {
    ...{ sessionId: newId('phien', systemChance), operatorId, tokenSha256: sha256Hex(token) },
    ...{ createdAt: now, lastSeenAt: now, expiresAt: now + DAY_MS, address: '127.0.0.1', userAgent: '' },
  })
  return `tl-session=${token}`
}
