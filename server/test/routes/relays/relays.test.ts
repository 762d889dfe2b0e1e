import { readFileSync } from 'node:fs'
import {
  type AuditEntry,
  type CalendarAnswer,
  type ForecastAnswer,
  type Page,
  type Plan,
  type PlayoutLineAnswer,
  type Problem,
  type ProgrammeBody,
  type ProgrammeCheckAnswer,
  type RelaySource,
  SECOND_MS,
} from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { localDateAt } from '@tieng-lang/scheduler'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../../src/app.ts'
import { insertPlayout } from '../../../src/storage/playouts/playouts.ts'
import { findCluster } from '../../../src/storage/tree/clusters.ts'
import { enrolBoard, recordOf, type TestBoard } from '../../board.ts'
import { addSample } from '../../broadcasting/bulletins/sample-bulletin.ts'
import { sessionOn } from '../../live/live-commune.ts'
import { make } from '../../media/recordings.ts'
import { runStation, type Station, sending } from '../../media/station.ts'
import { eventually, runServer, temporaryFolder } from '../../running-server.ts'
import { sampleHealth } from '../../sample-health.ts'
import { type Answered, signIn } from '../../signed-in.ts'
import { FarEnd } from '../../streaming/far-end.ts'
import { addArea, addCluster } from '../../tree.ts'

const folder = temporaryFolder()
let server: RunningServer
let station: Station
let board: TestBoard
let lan: ReturnType<typeof signIn>
let chair: ReturnType<typeof signIn>

beforeAll(async () => {
  const tone = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=12']
  const mp3 = readFileSync(make(folder.path, 'tone.mp3', tone))
  station = await runStation({ '/live': sending(mp3), '/page': sending('<html></html>'.repeat(500)) })
  server = await runServer(folder.path, { overrides: { relays: { privateSourcesAllowed: [station.host] } } })
  const { services } = server
  addArea(services, { areaId: 'xa-a', name: 'Xã A', settings: { quietHours: { windows: [] } } })
  addArea(services, { areaId: 'xa-b', name: 'Xã B' })
  addCluster(services, { clusterId: 'c-1', areaId: 'xa-a', name: 'Cụm 1' })
  addSample(services.database, { bulletinId: 'du-phong', state: 'approved', approvedBy: 'Hùng' })
  addSample(services.database, { bulletinId: 'nhap' })
  board = await enrolBoard(server, 'c-1')
  lan = signIn(server, 'lan', [['broadcaster', 'xa-a']])
  chair = signIn(server, 'chair', [['approver', 'xa-a']])
}, 60_000)
afterAll(async () => {
  await board.stop()
  station.stop()
  await server.stop()
  folder.remove()
})

function relay(
  programmeId: string,
  source: RelaySource,
  changes: { at?: number; fallbackBulletinId?: string | null } = {},
): ProgrammeBody {
  const { at = systemClock.now() + 3_600_000, fallbackBulletinId = 'du-phong' } = changes
  return {
    definition: {
      ...{
        programmeId,
        name: 'Tiếp sóng',
        priority: 'routine',
        validity: {},
        recurrence: { kind: 'once', at },
      },
      playlist: [
        {
          ...{ itemId: 'muc-1', title: 'Thời sự', repeats: 1, gapMs: 0 },
          relay: { source, durationMsMax: 60_000, fallbackBulletinId },
        },
      ],
      ...{ latenessMsMax: 60_000, onInterrupted: 'resume', mayBeCut: true },
    },
    targets: { areas: ['xa-a'], zones: [], clusters: [] },
  }
}

const stream = (url: string): RelaySource => ({ kind: 'stream', url })
const code = async (answer: Promise<Answered<Partial<Problem>>>) => (await answer).body.code

/** Through four eyes. */
async function approve(body: ProgrammeBody): Promise<Answered<Partial<Problem>>> {
  const path = `/programmes/${body.definition.programmeId}`
  await lan('POST', '/programmes', { body })
  await lan('POST', `${path}/submission`, { ifMatch: '"1"' })
  return chair('POST', `${path}/approval`, { ifMatch: '"2"' })
}

test('a draft with a relay is checked like any other: its length, its bulletin, its source', async () => {
  const check = async (body: ProgrammeBody) =>
    (await lan<ProgrammeCheckAnswer>('POST', '/programme-checks', { body })).body
  const good = await check(relay('ct', stream('https://dai.vn/live')))
  expect(good).toMatchObject({ conflicts: [], lengthMs: 60_000, clusterCount: 1 })
  const draft = await check(relay('ct', stream('https://dai.vn/live'), { fallbackBulletinId: 'nhap' }))
  expect(draft.conflicts.map((each) => each.code)).toEqual(['bulletinNotApproved'])
  const inside = await check(relay('ct', stream('http://192.168.1.1/live')))
  expect(inside.conflicts.map((each) => each.code)).toEqual(['sourceRefused'])
})

test('where the clusters’ own tuners are to be relayed, it is said beforehand which have none, as far as is known', async () => {
  const tuner = relay('ct', { kind: 'tuner', frequencyKhz: 91_000 })
  const sentences = async () => {
    const { body } = await lan<ProgrammeCheckAnswer>('POST', '/programme-checks', { body: tuner })
    return body.conflicts
  }
  const say = (hasTuner: boolean | null) => {
    const { board: facts, ...health } = sampleHealth()
    const report = { ...health, board: { ...facts, hasTuner } }
    const receivedAt = systemClock.now()
    server.services.reports.put({ clusterId: 'c-1', kind: 'health', report, receivedAt })
  }
  expect(await sentences()).toEqual([])
  for (const hasTuner of [null, true]) {
    say(hasTuner)
    expect(await sentences()).toEqual([])
  }
  say(false)
  const [found, ...others] = await sentences()
  expect(others).toEqual([])
  expect(found?.code).toBe('noTuner')
  expect(found?.vi).toContain('Cụm 1')
  expect(found?.vi).toContain('bản tin thay thế')
})

test('a source that could never be relayed is not taken', async () => {
  const post = (source: RelaySource) => lan<Problem>('POST', '/programmes', { body: relay('ct-0', source) })
  expect(await code(post(stream('http://10.0.0.1/live')))).toBe('sourceRefused')
  expect(await code(post(stream('http://lan:mat@dai.vn/live')))).toBe('sourceRefused')
  expect(await code(post({ kind: 'tuner', frequencyKhz: 64_000 }))).toBe('badRequest')
  expect(await code(post(stream('rtsp://dai.vn/live')))).toBe('badRequest')
})

test('a relay that was approved is in the plan with its fallback, and never with its address', async () => {
  expect((await approve(relay('ct-1', stream('https://dai.vn/live?khoa=bi-mat')))).status).toBe(200)
  const { body } = await board.document<Plan>('plan', ({ programmes }) => programmes.length === 1)
  expect(body.programmes[0]?.playlist[0]).toMatchObject({
    relay: { durationMsMax: 60_000, fallback: { sha256: 'a'.repeat(64) } },
  })
  expect(JSON.stringify(body)).not.toContain('dai.vn')
  const page = (await lan<Page<unknown>>('GET', '/programmes')).body
  expect(JSON.stringify(page)).toContain('khoa=bi-mat')
})

test('wherever a planned sound is named it is told for a relay', async () => {
  const { lines } = (await lan<ForecastAnswer>('GET', '/clusters/c-1/forecast')).body
  expect(lines).toMatchObject([{ occurrenceId: 'ct-1@once/muc-1/1', isRelay: true }])
  const day = localDateAt(lines[0]?.dueAt ?? 0, 'Asia/Ho_Chi_Minh')
  const days = (await lan<CalendarAnswer>('GET', `/calendar?areaId=xa-a&from=${day}&until=${day}`)).body
  const entry = days.entries.find(({ programmeId }) => programmeId === 'ct-1')
  expect(entry).toMatchObject({ hasRelay: true })
  const { board: states, database } = server.services
  expect(states.names.of('ct-1@once/muc-1/1')).toMatchObject({ title: 'Thời sự', isRelay: true })
  insertPlayout(database, {
    record: { ...recordOf('c-1', 1, null), occurrenceId: 'ct-1@once/muc-1/1' },
    ...{ clusterId: 'c-1', deviceKid: 'kid', sealed: new Uint8Array(1), sealedSha256: 'x', storedAt: 1 },
    ...{ title: 'Thời sự trưa', programmeName: 'Trưa', date: '2026-09-21' },
  })
  const { items } = (await lan<Page<PlayoutLineAnswer>>('GET', '/playouts?clusterId=c-1')).body
  expect(items).toMatchObject([{ title: 'Thời sự trưa', isRelay: true }])
})

test('a relay of the clusters’ tuners that was approved is in the plan with its frequency', async () => {
  const tuner = relay('ct-fm', { kind: 'tuner', frequencyKhz: 91_000 })
  expect((await approve(tuner)).status).toBe(200)
  const isThere = ({ programmes }: Plan) => programmes.some(({ programmeId }) => programmeId === 'ct-fm')
  const { body } = await board.document<Plan>('plan', isThere)
  const found = body.programmes.find(({ programmeId }) => programmeId === 'ct-fm')
  expect(found?.playlist[0]).toMatchObject({
    relay: { durationMsMax: 60_000, fallback: { sha256: 'a'.repeat(64) }, tuner: { frequencyKhz: 91_000 } },
  })
  const sample = { source: { kind: 'tuner', frequencyKhz: 91_000 } }
  expect(await code(lan('POST', '/relay-samples', { body: sample }))).toBe('tunerNotSupported')
})

test('a few seconds of a station are listened to before it is planned, by whoever may plan; it is recorded', async () => {
  const listen = (url: string, person = lan) =>
    person<Partial<Problem>>('POST', '/relay-samples', { body: { source: stream(url) } })
  const { status, body } = await listen(station.url())
  expect(status).toBe(200)
  // MP3 at 64 kbit/s, as text here: eight seconds of it.
  expect(String(body).length).toBeGreaterThan(20_000)
  expect(await code(listen(station.url('/page')))).toBe('sourceNotSupported')
  expect(await code(listen(station.url('/nowhere')))).toBe('sourceUnreachable')
  expect(await code(listen('http://127.0.0.1:1/live'))).toBe('sourceRefused')
  expect(await code(listen('http://[::1]/live'))).toBe('sourceRefused')
  expect((await listen(station.url(), chair)).status).toBe(403)
  const auditor = signIn(server, 'auditor', [['administrator', null]])
  const entries = (await auditor<Page<AuditEntry>>('GET', '/audit-entries')).body.items
  const asked = entries.filter(({ act }) => act === 'relay.listen')
  expect(asked[0]).toMatchObject({ operatorName: 'lan', detail: { source: `${station.host}/nowhere` } })
})

test('whoever reviews a programme listens to the stations that stand in it, and to no others', async () => {
  const body = relay('ct-nghe', stream(station.url()))
  expect((await lan('POST', '/programmes', { body })).status).toBe(201)
  const elsewhere = signIn(server, 'elsewhere', [['approver', 'xa-b']])
  const listen = (url: string, person = chair) =>
    person<Partial<Problem>>('POST', '/programmes/ct-nghe/relay-samples', { body: { source: stream(url) } })
  const heard = await listen(station.url())
  expect(heard.status).toBe(200)
  expect(String(heard.body).length).toBeGreaterThan(20_000)
  expect(await code(listen(station.url('/page')))).toBe('sourceNotInProgramme')
  expect(await code(listen(station.url(), elsewhere))).toBe('notAllowed')
  expect(await code(listen(station.url(), lan))).toBe('notAllowed')
  const auditor = signIn(server, 'thanh-tra', [['administrator', null]])
  const entries = (await auditor<Page<AuditEntry>>('GET', '/audit-entries')).body.items
  expect(entries.find(({ act }) => act === 'relay.listen')).toMatchObject({ operatorName: 'chair' })
})

test('at its time the station leaves the media port, in the session of the planned sound', async () => {
  const at = systemClock.now() + 2 * SECOND_MS
  expect((await approve(relay('ct-2', stream(station.url()), { at }))).status).toBe(200)
  const { body } = await sessionOn(board, ({ occurrenceId }) => occurrenceId === 'ct-2@once/muc-1/1')
  expect(body).toMatchObject({ state: 'onAir', priority: 'routine', delayMs: 1_000 })
  const { sessionId, ssrc } = body
  const mediaSecret = findCluster(server.services.database, 'c-1')?.mediaSecret ?? ''
  const far = new FarEnd({ sessionId, clusterId: 'c-1', mediaSecret, ssrc })
  await far.start()
  far.ask({ host: '127.0.0.1', port: server.services.stream.port })
  await eventually(
    () => far.packets.length,
    (count) => count > 20,
  )
  // Opus of 20 ms, one behind the other.
  const stamps = far.packets.map(({ packet }) => packet.rtpTimestamp)
  expect(stamps.slice(1).every((stamp, index) => (stamp - (stamps[index] ?? 0)) % 960 === 0)).toBe(true)
  await far.stop()
  await lan('POST', `/live-sessions/${sessionId}/end`, { body: { requestId: 'thoi' } })
  await sessionOn(board, (ended) => ended.sessionId === sessionId && ended.state === 'ended')
}, 60_000)
