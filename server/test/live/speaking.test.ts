import type { LiveSessionAnswer, Problem } from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { findCluster } from '../../src/storage/tree/clusters.ts'
import { buildProvince, type Person } from '../emergencies/commune.ts'
import { eventually, runServer, temporaryFolder } from '../running-server.ts'
import { askerWith, signInForCookie } from '../signed-in.ts'
import { FarEnd } from '../streaming/far-end.ts'
import { changeArea } from '../tree.ts'
import { audioMessage, liveOrder, Microphone } from './speaker.ts'

const folder = temporaryFolder()
let server: RunningServer
let lan: Person
let cookie: string

beforeAll(async () => {
  server = await runServer(folder.path)
  buildProvince(server)
  changeArea(server.services, 'tinh', { settings: { quietHours: { windows: [] } } })
  cookie = signInForCookie(server, 'lan', [['operator', 'xa-a']])
  lan = askerWith(server, cookie)
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

const audioUrl = (sessionId: string) =>
  `${server.httpUrl.replace('http', 'ws')}/api/v1/live/${sessionId}/audio`

const mediaPort = () => ({ host: '127.0.0.1', port: server.services.stream.port })

async function begin(changes: Parameters<typeof liveOrder>[0] = {}): Promise<LiveSessionAnswer> {
  const { status, body } = await lan<LiveSessionAnswer>('POST', '/live-sessions', {
    body: liveOrder({ takeOver: true, ...changes }),
  })
  expect(status).toBe(200)
  return body
}

function farEndOf(sessionId: string, clusterId: string): FarEnd {
  const ssrc = server.services.live.run(sessionId)?.session.ssrc ?? 0
  const mediaSecret = findCluster(server.services.database, clusterId)?.mediaSecret ?? ''
  return new FarEnd({ sessionId, clusterId, mediaSecret, ssrc })
}

test('what is said into the socket leaves the media port protected, to the cluster that opened its path', async () => {
  const { sessionId, state, listeners } = await begin()
  expect(state).toBe('waiting')
  expect(listeners.map(({ clusterId, state: heard }) => [clusterId, heard])).toEqual([
    ['c-1', 'waiting'],
    ['c-2', 'waiting'],
    ['c-3', 'waiting'],
  ])
  const far = farEndOf(sessionId, 'c-1')
  await far.start()
  far.ask(mediaPort())
  await far.until(() => far.answers.length === 1)
  const microphone = await new Microphone(audioUrl(sessionId), { cookie }).opened()
  await microphone.speak(20)
  await far.until(() => far.packets.length === 20)
  expect(far.refusals).toEqual([])
  const { packet } = far.packets[3] ?? {}
  expect(packet?.payload.length).toBe(5)
  expect(far.packets.map(({ packetIndex }) => packetIndex)).toEqual([...Array(20).keys()])
  // The report that says which instant the first sample is, and what the horns make of it.
  const [report] = far.reports.flatMap((each) => (each.type === 'senderReport' ? [each] : []))
  const [first] = far.packets
  const capturedAt =
    (report?.sentAt ?? 0) + ((first?.packet.rtpTimestamp ?? 0) - (report?.rtpTimestamp ?? 0)) / 48
  expect(Math.abs((first?.at ?? 0) - 20 - capturedAt)).toBeLessThan(150)
  const session = await eventually(
    () => microphone.session(),
    (now) => now?.state === 'onAir' && now.listeners[0]?.state === 'connected',
  )
  expect(session).toMatchObject({ state: 'onAir', speaker: 'lan', levelDb: -20 })
  expect(microphone.of('sent').length).toBeGreaterThan(0)
  microphone.stop()
  await far.stop()
})

test('nobody speaks in another’s session, or where the right is missing, or without having signed in', async () => {
  const { sessionId } = await begin()
  const other = signInForCookie(server, 'hung', [['administrator', null]])
  const refused = async (headers: Record<string, string>) => {
    const microphone = new Microphone(audioUrl(sessionId), headers)
    return eventually(
      () => microphone.refusedWith,
      (status) => status !== undefined,
    )
  }
  expect(await refused({})).toBe(401)
  expect(await refused({ cookie: other })).toBe(403)
  expect(await refused({ cookie, origin: 'http://evil.example' })).toBe(403)
  const technician = askerWith(server, signInForCookie(server, 'tho', [['technician', 'xa-a']]))
  const { status, body } = await technician<Problem>('POST', '/live-sessions', { body: liveOrder() })
  expect([status, body.code]).toEqual([403, 'notAllowed'])
})

test.each([
  ['no packet', Buffer.alloc(9)],
  ['60 ms of Opus', audioMessage(1, { toc: 11 << 3 })],
  ['a text', 'xin chào'],
])(
  'a message that is %s ends the connection, is counted, and the session waits for its microphone',
  async (_, message) => {
    const { sessionId } = await begin()
    const microphone = await new Microphone(audioUrl(sessionId), { cookie }).opened()
    microphone.socket.send(message)
    await eventually(
      () => microphone.closedWith,
      (closed) => closed?.code === 1_008 && closed.reason === 'badAudioMessage',
    )
    expect(server.services.live.run(sessionId)).toBeDefined()
  },
)

test('a second microphone takes the place of the first: one stream, one count of packets', async () => {
  const { sessionId } = await begin()
  const far = farEndOf(sessionId, 'c-3')
  await far.start()
  far.ask(mediaPort())
  await far.until(() => far.answers.length === 1)
  const first = await new Microphone(audioUrl(sessionId), { cookie }).opened()
  await first.speak(5)
  const second = await new Microphone(audioUrl(sessionId), { cookie }).opened()
  await second.speak(5)
  await eventually(
    () => first.closedWith,
    (closed) => closed?.code === 4_409,
  )
  await far.until(() => far.packets.length === 10)
  const stamps = far.packets.map(
    ({ packet }) => packet.rtpTimestamp - (far.packets[0]?.packet.rtpTimestamp ?? 0),
  )
  expect(stamps.every((stamp, index) => index === 0 || stamp >= (stamps[index - 1] ?? 0) + 960)).toBe(true)
  second.stop()
  await far.stop()
})

test('the end is said to everybody: the speaker, the clusters by a goodbye, the list', async () => {
  const { sessionId } = await begin()
  const far = farEndOf(sessionId, 'c-1')
  await far.start()
  far.ask(mediaPort())
  await far.until(() => far.answers.length === 1)
  const microphone = await new Microphone(audioUrl(sessionId), { cookie }).opened()
  await microphone.speak(3)
  const { body } = await lan<LiveSessionAnswer>('POST', `/live-sessions/${sessionId}/end`, {
    body: { requestId: 'het-1' },
  })
  expect(body).toMatchObject({ state: 'ended', endedBecause: 'ended' })
  await far.until(() => far.reports.some(({ type }) => type === 'goodbye'))
  await eventually(
    () => microphone.closedWith,
    (closed) => closed?.code === 1_000,
  )
  expect(microphone.session()).toMatchObject({ state: 'ended' })
  const list = await lan<{ items: LiveSessionAnswer[] }>('GET', '/live-sessions')
  expect(list.body.items.find((each) => each.sessionId === sessionId)).toMatchObject({ state: 'ended' })
  await far.stop()
})
