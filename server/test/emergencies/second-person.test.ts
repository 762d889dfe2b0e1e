import { type EmergencyAnswer, type EmergencyLine, MINUTE_MS, type Problem } from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { query } from '../../src/storage/database.ts'
import { enrolBoard, type TestBoard } from '../board.ts'
import { clockAhead, eventually, temporaryFolder } from '../running-server.ts'
import {
  buildProvince,
  emergenciesOf,
  emergencyOn,
  type Person,
  PIN,
  personWithPin,
  place,
  raise,
  serverWithKit,
  stormOrder,
} from './commune.ts'

const folder = temporaryFolder()
let server: RunningServer
let minh: Person
let tam: Person
let lan: Person
let board: TestBoard

beforeAll(async () => {
  server = await serverWithKit(folder.path)
  buildProvince(server)
  minh = await personWithPin(server, 'minh', [['broadcaster', 'tinh']])
  tam = await personWithPin(server, 'tam', [['operator', 'tinh']])
  lan = await personWithPin(server, 'lan', [['operator', 'xa-a']])
  board = await enrolBoard(server, 'c-1')
})
afterAll(async () => {
  await board.stop()
  await server.stop()
  folder.remove()
})

const wide = (changes: Parameters<typeof stormOrder>[0] = {}) =>
  stormOrder({ place: place({ areas: ['tinh'] }), typedAreaName: 'tinh son ha', ...changes })

const confirm = (person: Person, emergencyId: string, pin = PIN) =>
  person<EmergencyAnswer & Pick<Problem, 'code'>>('POST', `/emergencies/${emergencyId}/confirmations`, {
    body: { pin },
  })

test('beyond the own commune the name is typed, marks or not, and nothing sounds before another account with the right has said yes', async () => {
  const untyped = stormOrder({ place: place({ areas: ['tinh'] }) })
  expect((await minh<Problem>('POST', '/emergencies', { body: untyped })).body.code).toBe('wrongAreaName')
  const { body } = await raise(minh, wide())
  expect(body).toMatchObject({ state: 'awaiting', sentAt: null, may: { confirm: false, end: true } })
  const { emergencyId } = body
  expect((await confirm(minh, emergencyId)).body.code).toBe('fourEyes')
  expect((await confirm(lan, emergencyId)).body.code).toBe('notAllowed')
  expect((await confirm(tam, emergencyId, '111222')).body.code).toBe('wrongPin')
  expect(emergenciesOf(board)).toEqual([])
  const confirmed = await confirm(tam, emergencyId)
  expect(confirmed.body).toMatchObject({ state: 'active', raisedBy: 'minh', secondPerson: 'tam' })
  expect(confirmed.body.moments.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['requested', 'secondPersonAsked', 'confirmed', 'raised']),
  )
  await emergencyOn(board, (sent) => sent.emergencyId === emergencyId)
  expect((await confirm(tam, emergencyId)).status).toBe(200)
})

test('what waits can be written off, and then nobody can confirm it', async () => {
  const { emergencyId } = (await raise(minh, wide())).body
  const end = { how: 'cancel', reason: '', pin: PIN, requestId: 'huy-cho' }
  expect(
    (await minh<EmergencyAnswer>('POST', `/emergencies/${emergencyId}/end`, { body: end })).body.state,
  ).toBe('cancelled')
  expect((await confirm(tam, emergencyId)).body.code).toBe('wrongState')
})

test('whoever breaks the glass sounds it alone: audited, and told to administrators of other places as well', async () => {
  await personWithPin(server, 'quan-tri-b', [['administrator', 'xa-b']])
  const told: { line: EmergencyLine; areaIds: readonly string[] | null }[] = []
  const stop = server.services.updates.listen(({ update, areaIds }) => {
    if (update.kind === 'emergency') told.push({ line: update.emergency, areaIds })
  })
  const order = stormOrder({
    ...{ place: place({ areas: ['thon-1'], clusters: ['c-1'] }), typedAreaName: 'x' },
    breakGlass: { reason: 'Không liên lạc được ai' },
  })
  // Nothing is to be broken in one's own commune.
  expect((await raise(lan, order)).body).toMatchObject({ state: 'active', brokeGlass: false })
  const { body } = await raise(minh, wide({ breakGlass: { reason: 'Không liên lạc được ai' } }))
  stop()
  expect(body).toMatchObject({ state: 'active', brokeGlass: true, secondPerson: null })
  const announced = told.find(({ line }) => line.emergencyId === body.emergencyId)
  expect(announced?.areaIds).toContain('xa-b')
  const acts = server.services.database.rows(
    query.selectFrom('auditEntries').select(['act', 'subject', 'detail']),
  )
  expect(acts).toContainEqual({
    ...{ act: 'emergency.breakGlass', subject: body.emergencyId },
    detail: JSON.stringify({ reason: 'Không liên lạc được ai' }),
  })
})

test('whom nobody confirms within five minutes has not raised anything', async () => {
  const { emergencyId } = (await raise(minh, wide())).body
  await board.stop()
  await server.stop()
  server = await serverWithKit(folder.path, { clock: clockAhead(6 * MINUTE_MS) })
  const find = () =>
    server.services.database.row(
      query.selectFrom('emergencies').select('state').where('emergencyId', '=', emergencyId),
    )
  await eventually(find, (row) => row?.state === 'lapsed')
  const hoa = await personWithPin(server, 'hoa', [['operator', 'tinh']])
  expect((await confirm(hoa, emergencyId)).body.code).toBe('wrongState')
  board = await enrolBoard(server, 'c-2')
})
