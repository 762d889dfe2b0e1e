import type { CapSender, Page } from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../../src/app.ts'
import { buildProvince, type Person, serverWithKit } from '../../emergencies/commune.ts'
import { temporaryFolder } from '../../running-server.ts'
import { signIn } from '../../signed-in.ts'
import { capSystem, message, sendCap } from '../cap-systems.ts'

const folder = temporaryFolder()
let server: RunningServer
let admin: Person

beforeAll(async () => {
  server = await serverWithKit(folder.path)
  buildProvince(server)
  admin = signIn(server, 'quan-tri', [['administrator', null]])
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

const withToken = (token: string, method: string, path: string) =>
  fetch(`${server.httpUrl}/api/v1${path}`, { method, headers: { authorization: `Bearer ${token}` } })

test('a token is told once, kept as a hash, and both acts are in the audit log without it', async () => {
  const { token, capSender } = await capSystem(admin, { name: 'Một lần' })
  expect(token).toMatch(/^cap_[A-Za-z0-9_-]{43}$/)
  const { body: senders } = await admin<CapSender[]>('GET', '/cap-senders')
  expect(senders).toEqual([capSender])
  const removed = await admin('DELETE', `/cap-senders/${capSender.capSenderId}`)
  expect(removed.status).toBe(204)
  const { body: log } = await admin<Page<{ act: string }>>('GET', '/audit-entries')
  expect(log.items.map(({ act }) => act)).toEqual(
    expect.arrayContaining(['capSender.add', 'capSender.remove']),
  )
  expect(JSON.stringify([senders, log])).not.toContain(token)
  expect((await sendCap(server, token, message().xml)).body.code).toBe('notSignedIn')
  const gone = await admin<{ code: string }>('DELETE', `/cap-senders/${capSender.capSenderId}`)
  expect([gone.status, gone.body.code]).toEqual([404, 'capSenderNotFound'])
})

test('a name is used once while it lasts, and areas must be there', async () => {
  const { capSender } = await capSystem(admin, { name: 'Tên' })
  await expect(capSystem(admin, { name: 'Tên' })).rejects.toThrow('alreadyExists')
  await admin('DELETE', `/cap-senders/${capSender.capSenderId}`)
  await capSystem(admin, { name: 'Tên' })
  await expect(capSystem(admin, { name: 'Nơi lạ', areaIds: ['khong-co'] })).rejects.toThrow('areaNotFound')
})

test('a token opens the routes of CAP and no other, a session does not send', async () => {
  const { token } = await capSystem(admin, { name: 'Hẹp' })
  expect((await withToken(token, 'GET', '/cap/alerts')).status).toBe(200)
  for (const path of ['/emergencies', '/cap-senders', '/cap-messages', '/clusters', '/session'])
    expect((await withToken(token, 'GET', path)).status).toBe(401)
  for (const wrong of ['', 'x', `cap_${'A'.repeat(43)}`, `${token}x`])
    expect((await withToken(wrong, 'GET', '/cap/alerts')).status).toBe(401)
  const { status, body } = await admin<{ code: string }>('POST', '/cap', { body: {} })
  expect([status, body.code]).toEqual([401, 'notSignedIn'])
})

test('a message that breaks a rule is refused with the element and the rule, and counted', async () => {
  const { token } = await capSystem(admin, { name: 'Sai' })
  const { status, body } = await sendCap(
    server,
    token,
    message({ alert: { sent: '2026-11-21T10:00:00Z' } }).xml,
  )
  expect([status, body.code]).toEqual([422, 'capRefused'])
  expect(body.cap).toMatchObject({
    ...{ code: 'alphabeticZone', element: 'alert/sent', rule: 'CAP 1.2 §3.2.1 sent (2)' },
  })
})

test('what is no CAP by its size or its type', async () => {
  const { token } = await capSystem(admin, { name: 'Không phải CAP' })
  const large = await sendCap(server, token, `<a>${'x'.repeat(262_144)}</a>`)
  expect([large.status, large.body.code]).toEqual([413, 'tooLarge'])
  const json = await sendCap(server, token, '{}', 'application/json')
  expect([json.status, json.body.code]).toEqual([400, 'badRequest'])
  const plain = await sendCap(server, token, message().xml, 'text/plain')
  expect(plain.status).toBeGreaterThanOrEqual(400)
  for (const type of ['application/xml', 'text/xml', 'application/cap+xml; charset=utf-8'])
    expect((await sendCap(server, token, message().xml, type)).status).toBe(200)
})

test('nobody sends under another’s name', async () => {
  const { token } = await capSystem(admin, { name: 'Mạo danh' })
  const { status, body } = await sendCap(server, token, message({ alert: { sender: 'chinh-phu' } }).xml)
  expect([status, body.code]).toEqual([403, 'notAllowed'])
})

test('so many a minute, each system by itself', async () => {
  const { token } = await capSystem(admin, { name: 'Nhiều', perMinuteMax: 2, policies: [] })
  const { token: other } = await capSystem(admin, { name: 'Khác', perMinuteMax: 2, policies: [] })
  const codes = []
  for (let count = 0; count < 3; count += 1)
    codes.push((await sendCap(server, token, message().xml)).body.code ?? 'taken')
  expect(codes).toEqual(['taken', 'taken', 'tooManyRequests'])
  expect((await sendCap(server, other, message().xml)).status).toBe(200)
})
