import type { EmergencyAnswer, EmergencyLine, Page } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunningServer } from '../../../src/app.ts'
import { writeCapTime } from '../../../src/cap/reading/cap-time.ts'
import { buildProvince, look, type Person, personWithPin, serverWithKit } from '../../emergencies/commune.ts'
import { temporaryFolder } from '../../running-server.ts'
import { signIn } from '../../signed-in.ts'
import { capSystem, geocode, inboxOf, letsSound, message, sendCap } from '../cap-systems.ts'
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
  stranger = signIn(server, 'la', [['operator', 'xa-b']])
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

const emergency = async (emergencyId: string | null) => (await look(lan, emergencyId ?? '-')).body
const emergencyCount = async () => {
  const { body } = await admin<Page<EmergencyLine>>('GET', '/emergencies?state=all')
  return body.items.length
}

describe('without a policy line that fits', () => {
  test('a message waits for a person of the place, and nothing sounds', async () => {
    const { token } = await capSystem(admin, { name: 'Không quyền', policies: [] })
    const before = await emergencyCount()
    const { xml } = message({ info: { event: 'Lũ quét ở suối Nậm' } })
    const { status, body } = await sendCap(server, token, xml)
    expect([status, body.state, body.why, body.emergencyId]).toEqual([200, 'waiting', 'noPolicy', null])
    const [line] = await inboxOf(lan, 'waiting')
    expect(line).toMatchObject({
      ...{ messageId: body.messageId, senderName: 'Không quyền', state: 'waiting', soundsAs: 'flashFlood' },
      ...{ severity: 'Severe', areaIds: ['xa-a'], clusterCount: 3, areaDescs: ['Xã Bình Minh'] },
    })
    expect(await inboxOf(stranger)).toEqual([])
    expect(await emergencyCount()).toBe(before)
  })

  test.each([
    ['severity', { severity: 'Moderate' }, {}],
    ['urgency', { urgency: 'Future' }, {}],
    ['status', {}, { status: 'Exercise', note: 'Diễn tập' }],
  ])('another %s waits', async (name, info, alert) => {
    const { token } = await capSystem(admin, { name: `Khác ${name}` })
    const { body } = await sendCap(server, token, message({ info, alert }).xml)
    expect([body.state, body.why]).toEqual(['waiting', 'noPolicy'])
  })

  test('the first line that fits decides, by sender, event and code', async () => {
    const policies = [
      letsSound({ events: ['Bão giả'], decision: 'wait' }),
      letsSound({ senders: ['ai-khac'] }),
      letsSound({ geocodes: ['00002'] }),
      letsSound({ events: ['bao', 'SVR'], geocodes: ['00001'], soundsAs: 'evacuation' }),
    ]
    const { token } = await capSystem(admin, { name: 'Nhiều dòng', policies })
    const fake = await sendCap(server, token, message({ info: { event: 'BÃO GIẢ' } }).xml)
    expect([fake.body.state, fake.body.why]).toEqual(['waiting', 'noPolicy'])
    const other = await sendCap(server, token, message({ info: { event: 'Mưa' } }).xml)
    expect(other.body.why).toBe('noPolicy')
    const real = await sendCap(server, token, message({ info: { event: 'Bão' } }).xml)
    expect(real.body.state).toBe('activated')
    expect((await emergency(real.body.emergencyId)).event).toBe('evacuation')
    const drawn = message({ area: { polygon: '21,105 21,106 22,106 21,105' } })
    expect((await sendCap(server, token, drawn.xml)).body.why).toBe('noPolicy')
  })
})

describe('with one', () => {
  test('it sounds at once, once, with what the message says', async () => {
    const { token, capSender } = await capSystem(admin, { name: 'Đài KTTV' })
    const { xml } = message({ info: { senderName: 'Đài khí tượng', instruction: 'Ở trong nhà' } })
    const { body } = await sendCap(server, token, xml)
    expect([body.state, body.isRepeated]).toEqual(['activated', false])
    const raised = await emergency(body.emergencyId)
    expect(raised).toMatchObject({
      ...{ state: 'active', status: 'Actual', origin: 'cap', event: 'storm', severity: 'Severe' },
      ...{ raisedBy: 'CAP · Đài KTTV', commander: 'Đài khí tượng', language: 'vi' },
      text: 'Bão đổ bộ trong đêm. Ở trong nhà.',
    })
    expect(raised.clusters.map(({ clusterId }) => clusterId)).toEqual(['c-1', 'c-2', 'c-3'])
    const before = await emergencyCount()
    const again = await sendCap(server, token, xml)
    expect(again.body).toEqual({ ...body, isRepeated: true })
    const reformatted = await sendCap(server, token, xml.replaceAll('><', '>\n  <'))
    expect(reformatted.body).toEqual({ ...body, isRepeated: true })
    expect(await emergencyCount()).toBe(before)
    const { body: entries } = await admin<Page<{ act: string; operatorName: string }>>(
      'GET',
      `/audit-entries?act=cap.receive`,
    )
    expect(entries.items.map(({ operatorName }) => operatorName)).toContain(`CAP · ${capSender.name}`)
  })

  test('a name that was used for something else is refused', async () => {
    const { token } = await capSystem(admin, { name: 'Trùng tên' })
    const { xml } = message({ info: { severity: 'Minor' } })
    await sendCap(server, token, xml)
    const { status, body } = await sendCap(server, token, xml.replace('Minor', 'Extreme'))
    expect([status, body.code]).toEqual([409, 'requestIdReused'])
  })

  test('a polygon reaches the clusters that stand in it, a circle those around it, of the sender’s areas', async () => {
    const { token } = await capSystem(admin, { name: 'Có toạ độ', areaIds: ['xa-a'] })
    const band = '21.15,105 21.15,106 21.28,106 21.28,105 21.15,105'
    const drawn = await sendCap(server, token, message({ area: { polygon: band, geocode: null } }).xml)
    const inBand = await emergency(drawn.body.emergencyId)
    expect(inBand.clusters.map(({ clusterId }) => clusterId)).toEqual(['c-2'])
    const round = await sendCap(
      server,
      token,
      message({ area: { circle: '21.1,105.5 6', geocode: null } }).xml,
    )
    const around = await emergency(round.body.emergencyId)
    expect(around.clusters.map(({ clusterId }) => clusterId)).toEqual(['c-1'])
  })

  test('what lies outside of the sender’s areas is not reached; a message for elsewhere is only noted', async () => {
    const { token } = await capSystem(admin, { name: 'Một xã', areaIds: ['thon-1'] })
    const whole = await sendCap(server, token, message({ area: { geocode: geocode('99') } }).xml)
    const reached = await emergency(whole.body.emergencyId)
    expect(reached.clusters.map(({ clusterId }) => clusterId)).toEqual(['c-1', 'c-2'])
    const other = await sendCap(server, token, message({ area: { geocode: geocode('00002') } }).xml)
    expect([other.body.state, other.body.why]).toEqual(['noted', 'elsewhere'])
  })

  test('a place that nobody can find waits with the sender’s own areas', async () => {
    const { token } = await capSystem(admin, { name: 'Không nơi' })
    const { body } = await sendCap(server, token, message({ area: { geocode: null } }).xml)
    expect([body.state, body.why]).toEqual(['waiting', 'placeUnknown'])
    expect((await inboxOf(lan, 'waiting'))[0]?.areaIds).toEqual(['xa-a'])
  })

  test('of several blocks those sound that the policy lets; the languages go with it', async () => {
    const { token } = await capSystem(admin, { name: 'Nhiều khối' })
    const now = systemClock.now()
    const alert = { identifier: `NK-${now}`, sent: writeCapTime(now) }
    const expires = writeCapTime(now + 3_600_000)
    const block = (language: string, headline: string, severity: string, code: string) => ({
      ...{ language, headline, severity, expires, contact: null },
      parameter: `<valueName>x</valueName><value>y</value>`,
      // The area stands behind the parameters.
      area: `<areaDesc>${headline}</areaDesc><geocode>${geocode(code)}</geocode>`,
    })
    const xml = capXmlOf(
      [
        block('en', 'Storm', 'Extreme', '00001'),
        block('vi', 'Bão mạnh', 'Extreme', '00001'),
        block('vi', 'Gió nhẹ', 'Minor', '99'),
      ],
      alert,
    )
    const { body } = await sendCap(server, token, xml)
    const raised = await emergency(body.emergencyId)
    expect(raised).toMatchObject({ text: 'Bão mạnh.', severity: 'Extreme', language: 'vi' })
    expect(raised.place.areas).toEqual(['xa-a'])
    expect(raised.infos.map(({ language, headline }) => `${language} ${headline}`)).toEqual([
      'en Storm',
      'vi Bão mạnh',
    ])
  })
})

describe('times', () => {
  const send = async (name: string, info: Record<string, string>, sent?: string) => {
    const { token } = await capSystem(admin, { name })
    return (await sendCap(server, token, message({ info, ...(sent && { alert: { sent } }) }).xml)).body
  }
  const at = (ms: number) => writeCapTime(systemClock.now() + ms)

  test('what has expired is only noted', async () => {
    const body = await send('Hết hạn', { expires: at(-60_000) })
    expect([body.state, body.why]).toEqual(['noted', 'expired'])
  })

  test('what is not yet in effect, or sent in the future, waits', async () => {
    expect((await send('Chưa tới', { effective: at(3_600_000) })).why).toBe('notYetEffective')
    expect((await send('Tương lai', {}, at(3_600_000))).why).toBe('sentInFuture')
  })

  test('without expires it lasts six hours, and never longer than a week', async () => {
    const { token } = await capSystem(admin, { name: 'Không hạn' })
    const without = message()
    const open = await sendCap(server, token, without.xml.replace(/<expires>.*?<\/expires>/, ''))
    const lastsMs = ((await emergency(open.body.emergencyId)).expiresAt - systemClock.now()) / 3_600_000
    expect(lastsMs).toBeCloseTo(6, 1)
    const long = await sendCap(server, token, message({ info: { expires: at(30 * 86_400_000) } }).xml)
    const raised: EmergencyAnswer = await emergency(long.body.emergencyId)
    expect((raised.expiresAt - systemClock.now()) / 86_400_000).toBeLessThan(7)
  })
})
