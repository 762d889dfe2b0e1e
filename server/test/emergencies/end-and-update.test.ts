import { type EmergencyAnswer, HOUR_MS, MINUTE_MS, type Problem } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { updateEmergency } from '../../src/broadcasting/emergencies/change/update-emergency.ts'
import { query } from '../../src/storage/database.ts'
import { findSealedBytes } from '../../src/storage/documents.ts'
import type { TestBoard } from '../board.ts'
import { clockAhead, eventually } from '../running-server.ts'
import { LOCAL } from '../tree.ts'
import {
  emergencyOn,
  look,
  type Person,
  PIN,
  raise,
  serverWithKit,
  startCommune,
  stopCommune,
  stormOrder,
} from './commune.ts'

let dataDir: string
let server: RunningServer
let lan: Person
let board: TestBoard

beforeAll(async () => {
  ;({ dataDir, server, lan, board } = await startCommune())
})
afterAll(() => stopCommune({ dataDir, server, board }))

const end = (emergencyId: string, how: string, changes: object = {}) =>
  lan<EmergencyAnswer & Pick<Problem, 'code'>>('POST', `/emergencies/${emergencyId}/end`, {
    body: { how, reason: 'Bão đã tan', pin: PIN, requestId: `het-${how.toLowerCase()}`, ...changes },
  })

const onBoard = (emergencyId: string, state: string) =>
  emergencyOn(board, (body) => body.emergencyId === emergencyId && body.state === state)

test('all clear, silence and correction are new revisions in the same place; each needs the PIN, and is recorded', async () => {
  const raised = (await raise(lan)).body
  const { emergencyId } = raised
  expect((await end(emergencyId, 'allClear', { pin: '111222' })).body.code).toBe('wrongPin')
  const active = await onBoard(emergencyId, 'active')
  const { body } = await end(emergencyId, 'allClear')
  expect(body).toMatchObject({ state: 'ended', may: { end: false, update: false } })
  const ended = await onBoard(emergencyId, 'ended')
  expect(ended.topic).toBe(active.topic)
  expect(ended.revision).toBeGreaterThan(active.revision)
  expect(ended.body).toMatchObject({ cap: { msgType: 'Cancel' }, closing: { parts: [{}, {}] } })
  expect(ended.body.closing?.until).toBeGreaterThan(systemClock.now())
  // Again by the same request: the same; by another: it is over.
  expect((await end(emergencyId, 'allClear')).status).toBe(200)
  expect((await end(emergencyId, 'cancel')).body.code).toBe('wrongState')
  const acts = server.services.database.rows(query.selectFrom('auditEntries').select(['act', 'subject']))
  expect(acts).toContainEqual({ act: 'emergency.allClear', subject: emergencyId })
})

test('what is refused to a person stands in the timeline, with who asked what, and why it was refused', async () => {
  const { emergencyId } = (await raise(lan)).body
  expect((await end(emergencyId, 'cancel', { pin: '111222' })).body.code).toBe('wrongPin')
  expect((await end(emergencyId, 'cancel', { requestId: 'huy-0' })).status).toBe(200)
  expect((await end(emergencyId, 'allClear', { requestId: 'lai-1' })).body.code).toBe('wrongState')
  const { moments } = (await look(lan, emergencyId)).body
  const refused = moments.filter(({ kind }) => kind === 'refusedToPerson')
  expect(refused.map(({ by, detail }) => [by, detail])).toEqual([
    ['lan', { asked: 'end', reason: 'wrongPin' }],
    ['lan', { asked: 'end', reason: 'wrongState' }],
  ])
})

test('a silent cancel says nothing; a correction may still follow it, once', async () => {
  const { emergencyId } = (await raise(lan)).body
  expect((await end(emergencyId, 'cancel', { requestId: 'huy-1' })).body).toMatchObject({
    ...{ state: 'cancelled', may: { end: true } },
  })
  expect((await onBoard(emergencyId, 'cancelled')).body.closing).toBeNull()
  expect((await end(emergencyId, 'correction', { requestId: 'dinh-chinh-1' })).status).toBe(200)
  const corrected = await emergencyOn(
    board,
    (body) => body.emergencyId === emergencyId && body.closing !== null,
  )
  expect(corrected.body).toMatchObject({ state: 'cancelled', closing: { parts: [{}, {}] } })
  expect((await end(emergencyId, 'correction', { requestId: 'dinh-chinh-2' })).body.code).toBe('wrongState')
  const { body } = await look(lan, emergencyId)
  expect(body.moments.map(({ kind }) => kind).filter((kind) => kind.startsWith('c'))).toEqual([
    ...['cancelled', 'corrected'],
  ])
})

test('an update is a new edition: everyone is waited for anew, and repeats are reckoned from it', async () => {
  const order = stormOrder()
  const { emergencyId } = (await raise(lan, order)).body
  const { repeatPlan, expiresAt } = order
  const update = { event: 'flood', severity: 'Extreme', text: '', language: 'vi', repeatPlan, expiresAt }
  const { body } = await lan<EmergencyAnswer>('POST', `/emergencies/${emergencyId}/updates`, {
    body: { ...update, reason: 'Nước lên', pin: PIN, requestId: 'moi-1' },
  })
  expect(body).toMatchObject({ edition: 2, event: 'flood', severity: 'Extreme', status: 'Actual' })
  const { body: sent } = await emergencyOn(board, ({ edition }) => edition === 2)
  expect(sent).toMatchObject({ ...{ emergencyId, state: 'active' }, cap: { msgType: 'Update' } })
  expect(sent.sentAt).toBe(body.sentAt)
})

test('an Exercise never becomes Actual: not by an update, and not by any statement', async () => {
  const { emergencyId, status } = (await raise(lan, stormOrder({ status: 'Exercise' }))).body
  expect(status).toBe('Exercise')
  const { requestId: _, pin: __, place: ___, commander: ____, ...warning } = stormOrder()
  const changed = updateEmergency(server.services, { ...warning, emergencyId, requestId: 'lua-1' }, LOCAL)
  await expect(changed).rejects.toMatchObject({ code: 'statusChanged' })
  const asked = await lan<Problem>('POST', `/emergencies/${emergencyId}/updates`, {
    body: { ...warning, requestId: 'lua-2', pin: PIN },
  })
  expect([asked.status, asked.body.code]).toEqual([400, 'badRequest'])
  const forced = query.updateTable('emergencies').set({ status: 'Actual' })
  expect(() => server.services.database.run(forced.where('emergencyId', '=', emergencyId))).toThrow(
    'never changes its status',
  )
})

test('what has expired while the server was away is closed, and an hour after expiry nothing lies on the broker', async () => {
  const { emergencyId } = (await raise(lan, stormOrder({ expiresAt: systemClock.now() + MINUTE_MS }))).body
  await eventually(
    async () => (await look(lan, emergencyId)).body.moments,
    (moments) => moments.some(({ kind }) => kind === 'published'),
  )
  const topic = `tl/v1/areas/xa-a/emergencies/${emergencyId}`
  await server.stop()
  server = await serverWithKit(dataDir, { clock: clockAhead(2 * MINUTE_MS) })
  const stateNow = () =>
    server.services.database.row(
      query.selectFrom('emergencies').select(['state', 'clearedAt']).where('emergencyId', '=', emergencyId),
    )
  await eventually(stateNow, (now) => now?.state === 'expired')
  // Whoever was away must still be able to learn that it is over.
  expect(findSealedBytes(server.services.database, topic)).toBeDefined()
  await server.stop()
  server = await serverWithKit(dataDir, { clock: clockAhead(HOUR_MS + 2 * MINUTE_MS) })
  await eventually(stateNow, (now) => now !== undefined && now.clearedAt !== null)
  expect(findSealedBytes(server.services.database, topic)).toBeUndefined()
})
