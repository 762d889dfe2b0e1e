import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { CodedError } from '@tieng-lang/protocol'
import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { serverLog } from '../../src/observability/server-log.ts'
import { enrolBoard } from '../board.ts'
import { runServer, temporaryFolder } from '../running-server.ts'
import { addArea, addCluster } from '../tree.ts'

const TOKEN = 'a-token-of-at-least-24-characters'
const NEW_PASSWORD = 'mat-khau-moi-dai-hon-12'
const WRONG_PASSWORD = 'mat-khau-sai-hoan-toan'

const folder = temporaryFolder()
const lines: string[] = []
let server: RunningServer

beforeAll(async () => {
  const log = serverLog({ level: 'trace', to: { write: (line) => lines.push(line) } })
  server = await runServer(folder.path, { log, overrides: { metrics: { token: TOKEN } } })
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

async function ask(method: string, path: string, options: { cookie?: string; body?: unknown } = {}) {
  return fetch(`${server.httpUrl}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(options.cookie !== undefined && { cookie: options.cookie }),
    },
    ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
  })
}

/** Every file of keys and passwords that a first start writes. */
function secretsOnDisk(path: string): string[] {
  return readdirSync(path).flatMap((name) => {
    const file = join(path, name)
    if (statSync(file).isDirectory()) return name === 'media' ? [] : secretsOnDisk(file)
    if (!/key|secret|password|mat-khau/.test(name)) return []
    return readFileSync(file, 'utf8').match(/[A-Za-z0-9_+/=-]{16,}/g) ?? []
  })
}

test('no password, key, code, cookie or token of a run is in its log, however much is logged', async () => {
  const { firstSignIn, services } = server
  if (!firstSignIn) throw new Error('a first start has a first sign-in')
  const { loginName, password } = firstSignIn
  await ask('POST', '/api/v1/session', { body: { loginName, password: WRONG_PASSWORD } })
  const signedIn = await ask('POST', '/api/v1/session', { body: { loginName, password } })
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const change = { current: password, next: NEW_PASSWORD }
  expect((await ask('PUT', '/api/v1/session/password', { cookie, body: change })).status).toBe(204)
  const again = await ask('POST', '/api/v1/session', { body: { loginName, password: NEW_PASSWORD } })
  const newCookie = (again.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  await ask('GET', `/metrics?token=${TOKEN}`)
  await ask('POST', `/api/v1/session?password=${WRONG_PASSWORD}`, { body: 'no json at all' })
  addArea(services, { areaId: 'xa-a', name: 'Xã A' })
  addCluster(services, { clusterId: 'c-1', areaId: 'xa-a', name: 'Cụm 1' })
  const board = await enrolBoard(server, 'c-1')
  const wrongCode = { code: 'ABCD-EFGH-JKMN-PQRS', publicKey: board.pair.publicKey, agentVersion: '1' }
  await ask('POST', '/api/v1/enrolments', { body: wrongCode })
  await board.stop()
  // A failure of ours, in a request that carries secrets: the error itself is logged.
  const away = CompiledQuery.raw('ALTER TABLE grants RENAME TO grantsAway')
  services.database.run({ compile: () => away })
  const failed = await ask('POST', '/api/v1/session', { body: { loginName, password: NEW_PASSWORD } })
  expect(failed.status).toBe(500)
  services.database.run({ compile: () => CompiledQuery.raw('ALTER TABLE grantsAway RENAME TO grants') })
  const { broker } = services
  const secrets: Record<string, string[]> = {
    passwords: [password, NEW_PASSWORD, WRONG_PASSWORD],
    cookies: [cookie, newCookie].map((text) => text.split('=')[1] ?? ''),
    board: [board.identity.mqttSecret, wrongCode.code],
    broker: [broker.connection.password],
    disk: secretsOnDisk(folder.path),
    settings: [TOKEN],
  }
  const log = lines.join('')
  expect(log.length).toBeGreaterThan(500)
  for (const [kind, known] of Object.entries(secrets)) {
    expect([kind, known.length > 0, known.every((text) => text.length > 7)]).toEqual([kind, true, true])
    expect([kind, known.filter((text) => log.includes(text))]).toEqual([kind, []])
  }
})

test('what a library puts into an error is taken out: bodies, headers, and a password in an address', () => {
  const written: string[] = []
  const log = serverLog({ level: 'info', to: { write: (line) => written.push(line) } })
  const body = { loginName: 'lan', password: 'bi-mat-1' }
  const headers = { cookie: 'tl-session=bi-mat-2', authorization: 'Bearer bi-mat-3' }
  const cause = Object.assign(new Error('cannot reach mqtt://server:bi-mat-4@broker:1883'), { body, headers })
  log.error({ err: cause as unknown as CodedError, req: { headers } }, 'request failed')
  expect(written.join('')).toContain('cannot reach')
  expect(written.join('')).not.toMatch(/bi-mat/)
})

test('each request has an id of ours: in its answer, in a refusal, and in the log of what changes something', async () => {
  const answer = await fetch(`${server.httpUrl}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': 'chosen-by-a-stranger' },
    body: JSON.stringify({ loginName: 'nobody', password: WRONG_PASSWORD }),
  })
  const traceId = answer.headers.get('x-request-id')
  expect(traceId).toMatch(/^vet-[0-9a-z]{16}$/)
  expect(((await answer.json()) as { traceId: string }).traceId).toBe(traceId)
  const line = lines.map((text) => JSON.parse(text)).find((each) => each.traceId === traceId && each.route)
  expect(line).toMatchObject({ method: 'POST', route: '/api/v1/session', status: 401, msg: 'request' })
})
