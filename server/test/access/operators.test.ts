import type { Grant, NewOperatorAnswer, Operator } from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { runServer, temporaryFolder } from '../running-server.ts'
import { addArea } from '../tree.ts'
import { firstAdministrator, PASSWORD, Visitor } from './visitor.ts'

const folder = temporaryFolder()
let server: RunningServer
let quantri: Visitor
/** Administers the commune A alone. */
let hoa: Visitor
let made = 0

beforeAll(async () => {
  server = await runServer(folder.path)
  const { services } = server
  addArea(services, { areaId: 'tinh', name: 'Tỉnh' })
  for (const areaId of ['xa-a', 'xa-b']) addArea(services, { areaId, parentId: 'tinh', name: areaId })
  addArea(services, { areaId: 'thon-a', parentId: 'xa-a', name: 'Thôn A' })
  quantri = await firstAdministrator(server)
  hoa = await newPerson('hoa', [{ role: 'administrator', areaId: 'xa-a' }])
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

const add = (by: Visitor, loginName: string, grants: unknown) =>
  by.ask('POST', '/api/v1/operators', { loginName, name: `Người ${loginName}`, grants })
const given = (body: unknown) => body as NewOperatorAnswer

/** An account by the first administrator, signed in with a password of its own. */
async function newPerson(loginName: string, grants: Grant[]): Promise<Visitor> {
  const { body } = await add(quantri, loginName, grants)
  const visitor = new Visitor(server.httpUrl)
  const { password } = given(body)
  await visitor.signIn(loginName, password)
  await visitor.ask('PUT', '/api/v1/session/password', { current: password, next: PASSWORD })
  return visitor
}

const listed = async (by: Visitor) => (await by.ask('GET', '/api/v1/operators')).body as unknown as Operator[]
const found = async (loginName: string) => {
  const operator = (await listed(quantri)).find((each) => each.loginName === loginName)
  if (!operator) throw new Error(`no ${loginName}`)
  return operator
}
const change = (by: Visitor, { operatorId, version }: Operator, body: unknown) =>
  by.ask('PATCH', `/api/v1/operators/${operatorId}`, body, { 'if-match': `"${version}"` })

test('a new account has a password that is told once and must be changed', async () => {
  const { status, body, headers } = await add(quantri, 'lan', [{ role: 'broadcaster', areaId: 'xa-a' }])
  expect(status).toBe(201)
  expect(headers.get('etag')).toBe('"1"')
  const { operator, password } = given(body)
  expect(password).toMatch(/^[2-9a-hjkmnp-z]{4}(-[2-9a-hjkmnp-z]{4}){3}$/)
  expect(operator).toMatchObject({
    loginName: 'lan',
    mustChangePassword: true,
    isDisabled: false,
    version: 1,
  })
  expect(JSON.stringify(await listed(quantri))).not.toMatch(/scrypt|"password/)
  expect((await add(quantri, 'lan', [])).body.code).toBe('alreadyExists')
  const lan = new Visitor(server.httpUrl)
  expect(await lan.signIn('lan', password)).toBe(200)
  expect((await lan.ask('GET', '/api/v1/clusters')).body.code).toBe('passwordMustChange')
})

test.each([
  ['on a sibling', [{ role: 'auditor', areaId: 'xa-b' }]],
  ['on the area above', [{ role: 'auditor', areaId: 'tinh' }]],
  ['everywhere', [{ role: 'auditor', areaId: null }]],
  ['nowhere', []],
  [
    'inside and outside',
    [
      { role: 'auditor', areaId: 'xa-a' },
      { role: 'auditor', areaId: 'xa-b' },
    ],
  ],
])('nobody gives a right %s where he does not administer', async (_, grants) => {
  expect((await add(hoa, 'ke-khac', grants)).body.code).toBe('notAllowed')
  const { operator } = given(
    (await add(hoa, `nguoi-${made++}`, [{ role: 'operator', areaId: 'thon-a' }])).body,
  )
  expect((await change(hoa, operator, { grants })).body.code).toBe('notAllowed')
  expect((await listed(hoa)).some(({ loginName }) => loginName === 'ke-khac')).toBe(false)
})

test('an unknown area is told by its code', async () => {
  expect((await add(hoa, 'lac', [{ role: 'auditor', areaId: 'xa-x' }])).body.code).toBe('areaNotFound')
})

test('who administers a commune sees its people, and touches none who has a right beyond it', async () => {
  await newPerson('minh', [
    { role: 'broadcaster', areaId: 'xa-a' },
    { role: 'broadcaster', areaId: 'xa-b' },
  ])
  await newPerson('binh', [{ role: 'broadcaster', areaId: 'xa-b' }])
  const names = (await listed(hoa)).map(({ loginName }) => loginName)
  expect(names).toContain('minh')
  expect(names).not.toContain('binh')
  expect(names).not.toContain('quantri')
  for (const loginName of ['minh', 'binh', 'quantri']) {
    const operator = await found(loginName)
    expect((await change(hoa, operator, { isDisabled: true })).body.code).toBe('notAllowed')
    const reset = await hoa.ask('POST', `/api/v1/operators/${operator.operatorId}/password`)
    expect(reset.body.code).toBe('notAllowed')
  }
})

test('a change says which version it was made on, and who was late is shown what there is now', async () => {
  const before = await found('lan')
  const path = `/api/v1/operators/${before.operatorId}`
  expect((await hoa.ask('PATCH', path, { name: 'Lan' })).status).toBe(428)
  expect((await hoa.ask('PATCH', path, { name: 'Lan' }, { 'if-match': 'abc' })).body.code).toBe('badRequest')
  const first = await change(hoa, before, { name: 'Nguyễn Thị Lan' })
  expect([first.status, first.headers.get('etag')]).toEqual([200, `"${before.version + 1}"`])
  const late = await change(quantri, before, { name: 'Lan' })
  expect(late.status).toBe(412)
  expect(late.body).toMatchObject({ code: 'changedMeanwhile', current: { name: 'Nguyễn Thị Lan' } })
})

test('a disabled account is out at once, and in again when it is opened', async () => {
  const lan = await newPerson('lan-2', [{ role: 'broadcaster', areaId: 'xa-a' }])
  expect((await lan.ask('GET', '/api/v1/session')).status).toBe(200)
  await change(hoa, await found('lan-2'), { isDisabled: true })
  expect((await lan.ask('GET', '/api/v1/session')).status).toBe(401)
  const answer = await lan.ask('POST', '/api/v1/session', { loginName: 'lan-2', password: PASSWORD })
  expect(answer.body.code).toBe('accountDisabled')
  await change(hoa, await found('lan-2'), { isDisabled: false })
  expect(await lan.signIn('lan-2', PASSWORD)).toBe(200)
})

test('a reset password ends every session, and only the new one is taken', async () => {
  const lan = await newPerson('lan-3', [{ role: 'broadcaster', areaId: 'xa-a' }])
  const { operatorId } = await found('lan-3')
  const { body } = await hoa.ask('POST', `/api/v1/operators/${operatorId}/password`)
  expect((await lan.ask('GET', '/api/v1/session')).status).toBe(401)
  expect(await lan.signIn('lan-3', PASSWORD)).toBe(401)
  expect(await lan.signIn('lan-3', given(body).password)).toBe(200)
})

test('the last administrator of everything stays', async () => {
  const only = await found('quantri')
  expect((await change(quantri, only, { isDisabled: true })).body.code).toBe('lastAdministrator')
  expect((await change(quantri, only, { grants: [] })).body.code).toBe('lastAdministrator')
  await newPerson('quantri-2', [{ role: 'administrator', areaId: null }])
  expect((await change(quantri, only, { isDisabled: true })).status).toBe(200)
})
