import { randomBytes } from 'node:crypto'
import { DAY_MS, type Role } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { sha256Hex } from '../src/access/secrets.ts'
import type { RunningServer } from '../src/app.ts'
import { insertSession } from '../src/storage/accounts/sessions.ts'
import { query } from '../src/storage/database.ts'

export interface Answered<T> {
  status: number
  etag: string | null
  body: T
}

export interface AskOptions {
  body?: unknown
  ifMatch?: string
  /** A body that is no JSON. */
  recording?: Uint8Array<ArrayBuffer>
}

/** A person with these grants who has signed in: asks over the network as a browser does. */
export function signIn(server: RunningServer, loginName: string, grants: readonly [Role, string | null][]) {
  return askerWith(server, signInForCookie(server, loginName, grants))
}

/** The `Cookie` header of such a person. */
export function signInForCookie(
  server: RunningServer,
  loginName: string,
  grants: readonly [Role, string | null][],
): string {
  const { database } = server.services
  const now = systemClock.now()
  const token = randomBytes(24).toString('base64url')
  const operator = { operatorId: loginName, loginName, name: loginName, passwordHash: '-', createdAt: now }
  const flags = { mustChangePassword: 0, isDisabled: 0, lastSeenAt: null, version: 1 } as const
  database.run(query.insertInto('operators').values({ ...operator, ...flags }))
  for (const [role, areaId] of grants)
    database.run(query.insertInto('grants').values({ operatorId: loginName, role, areaId }))
  insertSession(database, {
    sessionId: `s-${loginName}`,
    tokenSha256: sha256Hex(token),
    operatorId: loginName,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: now + DAY_MS,
    address: '127.0.0.1',
    userAgent: 'test',
  })
  return `tl-session=${token}`
}

/** Asks with this cookie. */
export function askerWith(server: RunningServer, cookie: string) {
  return async <T>(
    method: string,
    path: string,
    { body, ifMatch, recording }: AskOptions = {},
  ): Promise<Answered<T>> => {
    const answer = await fetch(`${server.httpUrl}/api/v1${path}`, {
      method,
      headers: {
        cookie,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(recording && { 'content-type': 'application/octet-stream' }),
        ...(ifMatch !== undefined && { 'if-match': ifMatch }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(recording && { body: recording }),
    })
    const text = await answer.text()
    // The answers have the shapes of the routes that were asked.
    const isJson = answer.headers.get('content-type')?.includes('json')
    const value = (isJson ? JSON.parse(text) : text) as T
    return { status: answer.status, etag: answer.headers.get('etag'), body: value }
  }
}
