import { MINUTE_MS } from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkPin } from '../../../src/access/pin/check-pin.ts'
import type { RunningServer } from '../../../src/app.ts'
import { listRefusals } from '../../../src/storage/reports/refusal-counters.ts'
import { runServer, temporaryFolder } from '../../running-server.ts'
import { firstAdministrator, movableClock, PASSWORD, type Visitor } from '../visitor.ts'

const folder = temporaryFolder()
const { clock, later } = movableClock()
const PIN = '271828'
let server: RunningServer
let quantri: Visitor
let operatorId: string

beforeAll(async () => {
  server = await runServer(folder.path, { clock })
  quantri = await firstAdministrator(server)
  operatorId = String((await quantri.ask('GET', '/api/v1/session')).body.operatorId)
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

const put = (pin: string, password = PASSWORD) => quantri.ask('PUT', '/api/v1/session/pin', { password, pin })
const codeOf = (pin: string) =>
  checkPin(server.services, operatorId, pin).then(
    () => 'right',
    (cause) => String(cause.code),
  )
const acts = async () => {
  const { body } = await quantri.ask('GET', '/api/v1/audit-entries')
  return (body as unknown as { items: { act: string }[] }).items.map(({ act }) => act)
}

test('whoever has set no PIN is told so, and so is their page', async () => {
  expect(await codeOf(PIN)).toBe('noPin')
  expect((await quantri.ask('GET', '/api/v1/session')).body.hasPin).toBe(false)
})

test('a PIN needs the password, and none is taken that is guessed at once', async () => {
  for (const pin of ['000000', '123456', '987654', '12345678', '0987654321', '123123', '121212', '112211'])
    expect([pin, (await put(pin)).body.code]).toEqual([pin, 'pinTooSimple'])
  for (const pin of ['12345', '12345678901', '27182a']) expect((await put(pin)).body.code).toBe('badRequest')
  expect((await put(PIN, 'not this one')).body.code).toBe('wrongPassword')
  expect(await codeOf(PIN)).toBe('noPin')
  expect((await put(PIN)).status).toBe(204)
  expect((await quantri.ask('GET', '/api/v1/session')).body.hasPin).toBe(true)
  expect(await codeOf(PIN)).toBe('right')
  expect(await acts()).toContain('operator.setPin')
})

test('a right PIN forgets the wrong ones before it', async () => {
  for (let round = 0; round < 2; round += 1) {
    for (let tries = 0; tries < 4; tries += 1) expect(await codeOf('314159')).toBe('wrongPin')
    expect(await codeOf(PIN)).toBe('right')
  }
})

test('five wrong ones, also at once, lock it for five minutes, also across a restart; all is on record', async () => {
  const many = await Promise.all(Array.from({ length: 12 }, () => codeOf('314159')))
  expect(many.filter((code) => code === 'wrongPin')).toHaveLength(4)
  expect(many.filter((code) => code === 'pinLocked')).toHaveLength(8)
  expect(await codeOf(PIN)).toBe('pinLocked')
  await server.stop()
  later(4 * MINUTE_MS)
  server = await runServer(folder.path, { clock })
  const { cookie } = quantri
  quantri = Object.assign(await firstAdministrator(server), { cookie })
  expect(await codeOf(PIN)).toBe('pinLocked')
  expect((await acts()).filter((act) => act === 'pin.lock')).toHaveLength(1)
  expect((await acts()).filter((act) => act === 'pin.refuse')).toHaveLength(12)
  server.services.reports.flush()
  const counted = listRefusals(server.services.database).map(({ code, count }) => [code, count])
  expect(Object.fromEntries(counted)).toMatchObject({ wrongPin: 12, pinLocked: 1 })
  later(MINUTE_MS)
  expect(await codeOf(PIN)).toBe('right')
})

test('a lock does not outlive the fault of a clock that was far ahead', async () => {
  for (let tries = 0; tries < 5; tries += 1) await codeOf('314159')
  expect(await codeOf(PIN)).toBe('pinLocked')
  later(-60 * MINUTE_MS)
  expect(await codeOf(PIN)).toBe('right')
})
