import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunningServer } from '../../../src/app.ts'
import { replaceCapOutcome } from '../../../src/storage/cap/cap-messages.ts'
import {
  buildProvince,
  look,
  type Person,
  PIN,
  personWithPin,
  serverWithKit,
} from '../../emergencies/commune.ts'
import { temporaryFolder } from '../../running-server.ts'
import { signIn } from '../../signed-in.ts'
import { capSystem, inboxOf, letsSound, message, sendCap } from '../cap-systems.ts'
import { capXmlOf } from '../sample-cap.ts'

const folder = temporaryFolder()
let server: RunningServer
let admin: Person
let lan: Person
let stranger: Person

beforeAll(async () => {
  server = await serverWithKit(folder.path)
  buildProvince(server)
  admin = signIn(server, 'quan-tri', [['administrator', null]])
  lan = await personWithPin(server, 'lan', [['operator', 'xa-a']])
  stranger = await personWithPin(server, 'la', [['operator', 'xa-b']])
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

const emergency = async (emergencyId: string | null) => (await look(lan, emergencyId ?? '-')).body
const stateOf = async (messageId: string) =>
  (await inboxOf(lan)).find((line) => line.messageId === messageId)?.state

describe('Update and Cancel by references', () => {
  test('an Update is a new edition of the same emergency', async () => {
    const { token } = await capSystem(admin, { name: 'Cập nhật' })
    const first = message()
    const raised = await sendCap(server, token, first.xml)
    const alert = { msgType: 'Update', references: first.reference }
    const next = message({ alert, info: { headline: 'Bão mạnh thêm', severity: 'Extreme' } })
    const updated = await sendCap(server, token, next.xml)
    expect(updated.body).toMatchObject({ state: 'activated', emergencyId: raised.body.emergencyId })
    expect(await emergency(raised.body.emergencyId)).toMatchObject({
      ...{ edition: 2, severity: 'Extreme', text: 'Bão mạnh thêm.', state: 'active' },
    })
    const again = await sendCap(server, token, next.xml)
    expect(again.body.isRepeated).toBe(true)
    expect((await emergency(raised.body.emergencyId)).edition).toBe(2)
  })

  test('a Cancel ends it in silence; an Update that is all clear says so', async () => {
    const { token } = await capSystem(admin, { name: 'Kết thúc' })
    const [one, two] = [message(), message()]
    const first = await sendCap(server, token, one.xml)
    const second = await sendCap(server, token, two.xml)
    const cancel = message({ alert: { msgType: 'Cancel', references: one.reference } })
    expect((await sendCap(server, token, cancel.xml)).body.state).toBe('activated')
    expect((await emergency(first.body.emergencyId)).state).toBe('cancelled')
    const alert = { msgType: 'Update', references: two.reference }
    const clear = message({ alert, info: { responseType: 'AllClear' } })
    expect((await sendCap(server, token, clear.xml)).body.state).toBe('activated')
    expect((await emergency(second.body.emergencyId)).state).toBe('ended')
    const late = message({ alert: { msgType: 'Cancel', references: one.reference } })
    expect((await sendCap(server, token, late.xml)).body).toMatchObject({
      state: 'noted',
      why: 'nothingToEnd',
    })
  })

  test('a Cancel ends each of those that it names, and no other', async () => {
    const { token } = await capSystem(admin, { name: 'Huỷ nhiều' })
    const sent = [message(), message(), message()]
    const raised: (string | null)[] = []
    for (const { xml } of sent) raised.push((await sendCap(server, token, xml)).body.emergencyId)
    const references = [sent[0], sent[2]].map((one) => one?.reference).join(' ')
    await sendCap(server, token, message({ alert: { msgType: 'Cancel', references } }).xml)
    const states = await Promise.all(raised.map(async (emergencyId) => (await emergency(emergencyId)).state))
    expect(states).toEqual(['cancelled', 'active', 'cancelled'])
  })

  test('a Cancel without an info block ends what it names', async () => {
    const { token } = await capSystem(admin, { name: 'Huỷ trống' })
    const one = message()
    const first = await sendCap(server, token, one.xml)
    const [sender = '', , sent = ''] = one.reference.split(',')
    const alert = { msgType: 'Cancel', references: one.reference, identifier: 'huy-trong', sent, sender }
    expect((await sendCap(server, token, capXmlOf([], alert))).body.state).toBe('activated')
    expect((await emergency(first.body.emergencyId)).state).toBe('cancelled')
  })

  test('what waits is withdrawn by a Cancel and superseded by an Update, whatever the policy', async () => {
    const { token } = await capSystem(admin, { name: 'Đang chờ', policies: [] })
    const [one, two] = [message(), message()]
    const first = await sendCap(server, token, one.xml)
    const second = await sendCap(server, token, two.xml)
    await sendCap(server, token, message({ alert: { msgType: 'Cancel', references: one.reference } }).xml)
    const update = message({ alert: { msgType: 'Update', references: two.reference } })
    expect((await sendCap(server, token, update.xml)).body.state).toBe('waiting')
    expect(await stateOf(first.body.messageId)).toBe('withdrawn')
    expect(await stateOf(second.body.messageId)).toBe('superseded')
  })

  test('nobody cancels what another system has sent', async () => {
    const { token } = await capSystem(admin, { name: 'Của mình' })
    const { token: foreign } = await capSystem(admin, { name: 'Của người' })
    const one = message()
    const first = await sendCap(server, token, one.xml)
    const cancel = message({ alert: { msgType: 'Cancel', references: one.reference } })
    expect((await sendCap(server, foreign, cancel.xml)).body.why).toBe('nothingToEnd')
    expect((await emergency(first.body.emergencyId)).state).toBe('active')
  })

  test('an Update of what nobody knows waits', async () => {
    const { token } = await capSystem(admin, { name: 'Không rõ' })
    const references = 'canhbao@kttv.example.vn,khong-co,2026-11-21T16:00:00+07:00'
    const { body } = await sendCap(server, token, message({ alert: { msgType: 'Update', references } }).xml)
    expect([body.state, body.why]).toEqual(['waiting', 'referencesUnknown'])
  })
})

test('a server that ended between recording and deciding decides when the message comes again, and sounds it once', async () => {
  const { token } = await capSystem(admin, { name: 'Mất điện' })
  const { xml } = message()
  const first = await sendCap(server, token, xml)
  const { database } = server.services
  const undecided = { state: 'waiting', why: 'notDecided', emergencyId: null } as const
  replaceCapOutcome(database, first.body.messageId, {
    from: 'activated',
    to: { ...undecided, decidedBy: null, decidedAt: null, note: null },
  })
  expect(await stateOf(first.body.messageId)).toBe('waiting')
  const again = await sendCap(server, token, xml)
  expect(again.body).toEqual({ ...first.body, isRepeated: true })
  expect((await emergency(first.body.emergencyId)).edition).toBe(1)
})

describe('what never sounds as Actual, and what never sounds', () => {
  const both = [letsSound({ statuses: ['Actual', 'Exercise'] })]

  test('an Exercise sounds as one, and never becomes Actual, nor the other way round', async () => {
    const { token } = await capSystem(admin, { name: 'Diễn tập', policies: both })
    const one = message({ alert: { status: 'Exercise', note: 'Diễn tập bão' } })
    const { body } = await sendCap(server, token, one.xml)
    expect(await emergency(body.emergencyId)).toMatchObject({ status: 'Exercise', state: 'active' })
    const alert = { msgType: 'Update', references: one.reference }
    const turned = await sendCap(server, token, message({ alert }).xml)
    expect(turned.body).toMatchObject({ state: 'noted', why: 'statusChanged', emergencyId: null })
    expect(await emergency(body.emergencyId)).toMatchObject({ status: 'Exercise', edition: 1 })
    const real = message()
    const actual = await sendCap(server, token, real.xml)
    const back = { status: 'Exercise', note: 'x', msgType: 'Cancel', references: real.reference }
    expect((await sendCap(server, token, message({ alert: back }).xml)).body.why).toBe('statusChanged')
    expect((await emergency(actual.body.emergencyId)).state).toBe('active')
  })

  test('Actual sounds only where the policy names it', async () => {
    const policies = [letsSound({ statuses: ['Exercise'] })]
    const { token } = await capSystem(admin, { name: 'Chỉ diễn tập', policies })
    expect((await sendCap(server, token, message().xml)).body).toMatchObject({
      state: 'waiting',
      why: 'noPolicy',
    })
  })

  test.each([
    ['statusTest', { status: 'Test' }],
    ['statusSystem', { status: 'System' }],
    ['statusDraft', { status: 'Draft' }],
    ['scopeRestricted', { scope: 'Restricted', restriction: 'Trực ban' }],
    ['scopePrivate', { scope: 'Private', addresses: 'a@b' }],
    ['msgTypeAck', { msgType: 'Ack', references: 'a,b,2026-11-21T16:00:00+07:00' }],
    ['msgTypeError', { msgType: 'Error', note: 'x', references: 'a,b,2026-11-21T16:00:00+07:00' }],
  ])('%s is noted, and no person can let it sound', async (why, alert) => {
    const { token } = await capSystem(admin, { name: why, policies: both })
    const { body } = await sendCap(server, token, message({ alert }).xml)
    expect(body).toMatchObject({ state: 'noted', why, emergencyId: null })
    const accepted = await accept(lan, body.messageId)
    expect([accepted.status, accepted.body.code]).toEqual([409, 'wrongState'])
  })
})

function accept(person: Person, messageId: string, changes: Record<string, unknown> = {}) {
  const body = { event: 'flood', pin: PIN, reason: 'Đã gọi đài', ...changes }
  return person<{ emergencyId?: string; code?: string; event?: string; origin?: string; text?: string }>(
    'POST',
    `/cap-messages/${messageId}/acceptance`,
    { body },
  )
}

describe('a person decides', () => {
  const waiting = async (name: string, parts = {}) => {
    const { token } = await capSystem(admin, { name, policies: [] })
    const sent = message(parts)
    const { body } = await sendCap(server, token, sent.xml)
    return { ...body, token, reference: sent.reference }
  }

  test('accepted with one’s own PIN it sounds, once', async () => {
    const { messageId } = await waiting('Nhận')
    const wrong = await accept(lan, messageId, { pin: '999999' })
    expect([wrong.status, wrong.body.code]).toEqual([422, 'wrongPin'])
    expect(await stateOf(messageId)).toBe('waiting')
    const good = await accept(lan, messageId)
    expect(good.body).toMatchObject({ event: 'flood', origin: 'cap', text: 'Bão đổ bộ trong đêm.' })
    const [line] = (await inboxOf(lan)).filter((each) => each.messageId === messageId)
    expect(line).toMatchObject({ state: 'accepted', decidedBy: 'lan', note: 'Đã gọi đài' })
    const again = await accept(lan, messageId)
    expect([again.status, again.body.code]).toEqual([409, 'wrongState'])
  })

  test('declined it stays silent', async () => {
    const { messageId } = await waiting('Từ chối')
    const { status } = await lan('POST', `/cap-messages/${messageId}/decline`, {
      body: { reason: 'Nhầm nơi' },
    })
    expect(status).toBe(204)
    expect(await stateOf(messageId)).toBe('declined')
    expect((await accept(lan, messageId)).status).toBe(409)
  })

  test('only where one may raise an emergency', async () => {
    const { messageId } = await waiting('Không phải mình')
    expect((await accept(stranger, messageId)).body.code).toBe('notAllowed')
    expect((await accept(lan, 'cap-khong-co')).body.code).toBe('capMessageNotFound')
  })

  test('an Update and a Cancel that wait are accepted as well', async () => {
    const first = await waiting('Nhận cập nhật')
    const raised = await accept(lan, first.messageId)
    const update = message({ alert: { msgType: 'Update', references: first.reference } })
    const next = await sendCap(server, first.token, update.xml)
    expect(next.body).toMatchObject({ state: 'waiting', why: 'noPolicy' })
    await accept(lan, next.body.messageId, { event: 'flashFlood' })
    expect(await emergency(raised.body.emergencyId ?? null)).toMatchObject({
      edition: 2,
      event: 'flashFlood',
    })
    const cancel = message({ alert: { msgType: 'Cancel', references: update.reference } })
    const last = await sendCap(server, first.token, cancel.xml)
    expect(last.body.state).toBe('waiting')
    await accept(lan, last.body.messageId)
    expect((await emergency(raised.body.emergencyId ?? null)).state).toBe('cancelled')
  })
})
