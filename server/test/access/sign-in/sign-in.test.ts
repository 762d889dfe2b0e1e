import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../../src/app.ts'
import { runServer, temporaryFolder } from '../../running-server.ts'
import { movableClock, PASSWORD, Visitor } from '../visitor.ts'

const folder = temporaryFolder()
const { clock, later } = movableClock()
let server: RunningServer
let first: { loginName: string; password: string; path: string }

beforeAll(async () => {
  server = await runServer(folder.path, { clock })
  if (!server.firstSignIn) throw new Error('no first sign-in')
  first = server.firstSignIn
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

const visitor = () => new Visitor(server.httpUrl)

test('the first administrator stands in a file of the owner, and may do nothing before the password is changed', async () => {
  expect(statSync(first.path).mode & 0o777).toBe(0o600)
  expect(readFileSync(first.path, 'utf8')).toContain(first.password)
  const quantri = visitor()
  const { status, body, headers } = await quantri.ask('POST', '/api/v1/session', {
    loginName: first.loginName,
    password: first.password,
  })
  expect({ status, must: body.mustChangePassword }).toEqual({ status: 200, must: true })
  expect(headers.get('set-cookie')).toMatch(/^tl-session=[\w-]{43}; .*Path=\/; HttpOnly; SameSite=Strict$/)
  expect(JSON.stringify(body)).not.toContain(quantri.cookie?.split('=')[1])
  expect((await quantri.ask('GET', '/api/v1/areas')).body.code).toBe('passwordMustChange')
  const change = (current: string, next: string) =>
    quantri.ask('PUT', '/api/v1/session/password', { current, next })
  expect((await change('not this one', PASSWORD)).body.code).toBe('wrongPassword')
  expect((await change(first.password, first.password)).body.code).toBe('weakPassword')
  expect((await change(first.password, 'Matkhau12345')).body.code).toBe('weakPassword')
  expect((await change(first.password, 'short')).body.code).toBe('badRequest')
  expect((await change(first.password, PASSWORD)).status).toBe(204)
  expect(existsSync(first.path)).toBe(false)
  expect((await quantri.ask('GET', '/api/v1/areas')).status).toBe(200)
})

test('a wrong name and a wrong password are told alike', async () => {
  const answers = [
    await visitor().ask('POST', '/api/v1/session', { loginName: 'quantri', password: 'x' }),
    await visitor().ask('POST', '/api/v1/session', { loginName: 'khong-co', password: 'x' }),
  ]
  // Each request has an id of its own.
  const [one, other] = answers.map(({ status, body }) => ({ status, ...body, traceId: '' }))
  expect(one).toMatchObject({ status: 401, code: 'wrongCredentials' })
  expect(other).toEqual(one)
})

test('letters with their marks composed or apart are the same password', async () => {
  expect(await visitor().signIn('quantri', PASSWORD.normalize('NFD'))).toBe(200)
})

test('only the hash of a session’s token is kept', async () => {
  const quantri = visitor()
  await quantri.signIn('quantri', PASSWORD)
  const token = quantri.cookie?.split('=')[1] ?? 'none'
  for (const file of ['server.sqlite', 'server.sqlite-wal'])
    expect(readFileSync(join(folder.path, file)).includes(token)).toBe(false)
})

test('a person sees where they are signed in, ends one of these, and signs out', async () => {
  const [here, there] = [visitor(), visitor()]
  for (const each of [here, there]) await each.signIn('quantri', PASSWORD)
  const list = async () =>
    (await here.ask('GET', '/api/v1/sessions')).body as unknown as { sessionId: string; isCurrent: boolean }[]
  const [current] = (await list()).filter(({ isCurrent }) => isCurrent)
  const newest = (await list()).find(({ isCurrent }) => !isCurrent)
  expect(current).toMatchObject({ address: '127.0.0.1', userAgent: expect.any(String) })
  expect((await here.ask('DELETE', `/api/v1/sessions/${newest?.sessionId}`)).status).toBe(204)
  expect((await here.ask('DELETE', `/api/v1/sessions/${newest?.sessionId}`)).body.code).toBe(
    'sessionNotFound',
  )
  expect((await there.ask('GET', '/api/v1/session')).status).toBe(401)
  const stolen = here.cookie
  expect((await here.ask('DELETE', '/api/v1/session')).status).toBe(204)
  here.cookie = stolen
  expect((await here.ask('GET', '/api/v1/session')).body.code).toBe('notSignedIn')
})

test('another password ends every other session', async () => {
  const [here, there] = [visitor(), visitor()]
  for (const each of [here, there]) await each.signIn('quantri', PASSWORD)
  const change = { current: PASSWORD, next: `${PASSWORD} mới` }
  expect((await here.ask('PUT', '/api/v1/session/password', change)).status).toBe(204)
  expect((await here.ask('GET', '/api/v1/session')).status).toBe(200)
  expect((await there.ask('GET', '/api/v1/session')).status).toBe(401)
  const back = { current: change.next, next: PASSWORD }
  expect((await here.ask('PUT', '/api/v1/session/password', back)).status).toBe(204)
})

test('a session ends after 12 hours of rest, and after 14 days whatever is done', async () => {
  const idle = visitor()
  await idle.signIn('quantri', PASSWORD)
  later(11 * HOUR_MS)
  expect((await idle.ask('GET', '/api/v1/session')).status).toBe(200)
  later(11 * HOUR_MS)
  expect((await idle.ask('GET', '/api/v1/session')).status).toBe(200)
  later(12 * HOUR_MS)
  expect((await idle.ask('GET', '/api/v1/session')).status).toBe(401)
  const busy = visitor()
  await busy.signIn('quantri', PASSWORD)
  for (let hours = 0; hours < 14 * 24 - 11; hours += 11) {
    expect((await busy.ask('GET', '/api/v1/session')).status).toBe(200)
    later(11 * HOUR_MS)
  }
  later(DAY_MS / 2)
  expect((await busy.ask('GET', '/api/v1/session')).status).toBe(401)
})

test('what a page of another site sends is refused, sign-in as well', async () => {
  const quantri = visitor()
  await quantri.signIn('quantri', PASSWORD)
  const act = (headers: Record<string, string>) =>
    quantri.ask('POST', '/api/v1/areas', { name: 'Xã X' }, headers)
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ])
    expect((await act(headers as Record<string, string>)).body.code).toBe('foreignOrigin')
  expect((await act({ 'sec-fetch-site': 'same-origin' })).status).toBe(201)
  expect((await act({ origin: server.httpUrl })).status).toBe(201)
  const signIn = { loginName: 'quantri', password: PASSWORD }
  const foreign = { origin: 'https://evil.example' }
  expect((await visitor().ask('POST', '/api/v1/session', signIn, foreign)).body.code).toBe('foreignOrigin')
})

test('no session is made at the local socket, and no header gives one', async () => {
  later(15 * MINUTE_MS)
  const nobody = visitor()
  for (const headers of [
    { 'x-operator': 'quantri' },
    { cookie: 'tl-session=' },
    { cookie: 'tl-session=abc' },
  ])
    expect(
      (await nobody.ask('GET', '/api/v1/areas', undefined, headers as Record<string, string>)).status,
    ).toBe(401)
})
