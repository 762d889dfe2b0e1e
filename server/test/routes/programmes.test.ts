import {
  type CalendarAnswer,
  type DayCopyAnswer,
  type ForecastAnswer,
  HOUR_MS,
  type Page,
  type ProgrammeAnswer,
  type ProgrammeBody,
  type ProgrammeCheckAnswer,
} from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { localDateAt, localTimeAt } from '@tieng-lang/scheduler'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { insertBulletin } from '../../src/storage/bulletins/bulletins.ts'
import { runServer, temporaryFolder } from '../running-server.ts'
import { type Answered, signIn } from '../signed-in.ts'
import { addArea, addCluster, changeArea } from '../tree.ts'

const TIME_ZONE = 'Asia/Ho_Chi_Minh'
const folder = temporaryFolder()
let server: RunningServer
let lan: ReturnType<typeof signIn>
let hoa: ReturnType<typeof signIn>
let chair: ReturnType<typeof signIn>
let elsewhere: ReturnType<typeof signIn>

/** A bulletin of ten minutes. */
function bulletin(bulletinId: string, state: 'approved' | 'draft', until?: string): void {
  const loudness = {
    inputLufs: -16,
    inputTruePeakDbtp: -3,
    gainDb: 0,
    storedLufs: -16,
    storedTruePeakDbtp: -3,
  }
  insertBulletin(server.services.database, {
    ...{
      bulletinId,
      areaId: 'tinh',
      title: `Bản tin ${bulletinId}`,
      language: 'vi',
      state,
      producedBy: 'Lan',
    },
    media: { sha256: 'a'.repeat(64), sizeBytes: 1_000, durationMs: 600_000 },
    ...{
      loudness: { ...loudness, isGainLowered: false },
      approvedBy: state === 'approved' ? 'Chủ tịch' : null,
    },
    ...{ validity: until === undefined ? {} : { until }, createdAt: systemClock.now() },
  })
}

function body(programmeId: string, changes: Partial<ProgrammeBody['definition']> = {}): ProgrammeBody {
  return {
    definition: {
      ...{ programmeId, name: 'Chương trình sáng', priority: 'routine', validity: {} },
      recurrence: { kind: 'daily', startTimes: ['06:00'] },
      playlist: [{ itemId: 'muc-1', title: 'Tin', bulletinId: 'tin', repeats: 1, gapMs: 0 }],
      ...{ latenessMsMax: 60_000, onInterrupted: 'resume', mayBeCut: false },
      ...changes,
    },
    targets: { areas: ['xa-a'], zones: [], clusters: [] },
  }
}

const path = (programmeId: string, act = '') => `/programmes/${programmeId}${act}`
const code = async (answer: Promise<Answered<{ code?: string }>>) => {
  const { status, body: told } = await answer
  return [status, told.code]
}

beforeAll(async () => {
  server = await runServer(folder.path)
  const { services } = server
  addArea(services, { areaId: 'tinh', name: 'Tỉnh', settings: { quietHours: { windows: [] } } })
  addArea(services, { areaId: 'xa-a', parentId: 'tinh', name: 'Xã A' })
  addArea(services, { areaId: 'xa-b', parentId: 'tinh', name: 'Xã B' })
  addCluster(services, { clusterId: 'c-1', areaId: 'xa-a', name: 'Cụm 1' })
  addCluster(services, { clusterId: 'c-2', areaId: 'xa-b', name: 'Cụm 2' })
  bulletin('tin', 'approved')
  bulletin('nhap', 'draft')
  bulletin('cu', 'approved', '2020-01-01')
  lan = signIn(server, 'lan', [['broadcaster', 'tinh']])
  hoa = signIn(server, 'hoa', [['administrator', 'xa-a']])
  chair = signIn(server, 'chair', [['approver', 'xa-a']])
  elsewhere = signIn(server, 'elsewhere', [['broadcaster', 'xa-b']])
}, 30_000)
afterAll(async () => {
  await server.stop()
  folder.remove()
})

test('two broadcasters editing the same week: the second is shown the first one’s work, nothing is lost', async () => {
  await lan('POST', '/programmes', { body: body('tuan') })
  const seen = await lan('GET', path('tuan'))
  expect(seen.etag).toBe('"1"')
  const hers = body('tuan', { name: 'Của Hoa' })
  const his = body('tuan', { name: 'Của Lan' })
  const first = await hoa('PUT', path('tuan'), { body: hers, ifMatch: '"1"' })
  expect([first.status, first.etag]).toEqual([200, '"2"'])
  const second = await lan('PUT', path('tuan'), { body: his, ifMatch: '"1"' })
  expect(second.status).toBe(412)
  expect(second.body).toMatchObject({
    code: 'changedMeanwhile',
    current: { definition: { name: 'Của Hoa' }, changedBy: 'hoa', version: 2 },
  })
  expect((await lan('GET', path('tuan'))).body).toMatchObject({ definition: { name: 'Của Hoa' } })
  expect(await code(lan('PUT', path('tuan'), { body: his }))).toEqual([428, 'preconditionRequired'])
  expect((await lan('DELETE', path('tuan'), { ifMatch: '"1"' })).status).toBe(412)
  expect((await lan('DELETE', path('tuan'), { ifMatch: '"2"' })).status).toBe(204)
})

test('draft, submitted, returned with a note, submitted again, approved by somebody else', async () => {
  await hoa('POST', '/programmes', { body: body('duyet') })
  expect(await code(hoa('POST', path('duyet', '/approval'), { ifMatch: '"1"' }))).toEqual([409, 'wrongState'])
  await lan('POST', path('duyet', '/submission'), { ifMatch: '"1"' })
  const note = 'Bỏ mục thứ hai'
  const returned = await chair('POST', path('duyet', '/return'), { body: { note }, ifMatch: '"2"' })
  expect(returned.body).toMatchObject({ state: 'returned', note, submittedBy: 'lan', playing: null })
  await lan('POST', path('duyet', '/submission'), { ifMatch: '"3"' })
  // An administrator may review, but not what she made herself.
  expect(await code(hoa('POST', path('duyet', '/approval'), { ifMatch: '"4"' }))).toEqual([409, 'fourEyes'])
  expect(await code(lan('POST', path('duyet', '/approval'), { ifMatch: '"4"' }))).toEqual([403, 'notAllowed'])
  const approved = await chair('POST', path('duyet', '/approval'), { ifMatch: '"4"' })
  expect(approved.body).toMatchObject({
    ...{
      state: 'approved',
      producedBy: 'hoa',
      submittedBy: 'lan',
      approvedBy: 'chair',
      isOnePerson: false,
    },
    playing: { definition: { name: 'Chương trình sáng' } },
  })
})

test('where the area lets one person make and approve, that is recorded', async () => {
  const mine = body('mot-nguoi', { recurrence: { kind: 'daily', startTimes: ['09:00'] } })
  await hoa('POST', '/programmes', { body: mine })
  await hoa('POST', path('mot-nguoi', '/submission'), { ifMatch: '"1"' })
  expect(await code(hoa('POST', path('mot-nguoi', '/approval'), { ifMatch: '"2"' }))).toEqual([
    409,
    'fourEyes',
  ])
  const quietHours = { windows: [] }
  changeArea(server.services, 'tinh', { settings: { quietHours, review: 'onePerson' } })
  // A village below that wants two persons is not spoken to by one.
  const thon = {
    areaId: 'thon-a',
    parentId: 'xa-a',
    name: 'Thôn A',
    settings: { review: 'twoPersons' },
  } as const
  addArea(server.services, thon)
  expect(await code(hoa('POST', path('mot-nguoi', '/approval'), { ifMatch: '"2"' }))).toEqual([
    409,
    'fourEyes',
  ])
  changeArea(server.services, 'thon-a', { settings: {} })
  const approved = await hoa('POST', path('mot-nguoi', '/approval'), { ifMatch: '"2"' })
  expect(approved.body).toMatchObject({ state: 'approved', isOnePerson: true, approvedBy: 'hoa' })
  changeArea(server.services, 'tinh', { settings: { quietHours } })
})

test('an edit makes a draft beside what plays, which goes on until the edit is approved', async () => {
  const edited = body('duyet', { recurrence: { kind: 'daily', startTimes: ['07:00'] } })
  const answer = await lan('PUT', path('duyet'), { body: edited, ifMatch: '*' })
  expect(answer.body).toMatchObject({
    ...{ state: 'draft', definition: { recurrence: { startTimes: ['07:00'] } } },
    playing: { definition: { recurrence: { startTimes: ['06:00'] } } },
  })
  const starts = async (programmeId: string, isPlaying: boolean) => {
    const from = localDateAt(systemClock.now() + 24 * HOUR_MS, TIME_ZONE)
    const asked = await lan<CalendarAnswer>('GET', `/calendar?areaId=xa-a&from=${from}&until=${from}`)
    const { entries } = asked.body
    const own = entries.filter((entry) => entry.programmeId === programmeId && entry.isPlaying === isPlaying)
    return own.map(({ startAt }) => localTimeAt(startAt, TIME_ZONE))
  }
  expect([await starts('duyet', true), await starts('duyet', false)]).toEqual([['06:00'], ['07:00']])
  const forecast = async (draft?: ProgrammeBody) => {
    const address = '/clusters/c-1/forecast?hours=24'
    const asked = await (draft
      ? lan<ForecastAnswer>('POST', address, { body: draft })
      : lan<ForecastAnswer>('GET', address))
    const { lines } = asked.body
    const own = lines.filter(({ programmeId }) => programmeId === 'duyet')
    return own.map(({ title, startAt }) => [title, localTimeAt(startAt ?? 0, TIME_ZONE)])
  }
  expect([await forecast(), await forecast(edited)]).toEqual([[['Tin', '06:00']], [['Tin', '07:00']]])
})

test('a check tells in sentences what would stand in the way, with what is submitted as well', async () => {
  const wanted = body('moi', {
    recurrence: { kind: 'cron', expression: '5 6 * * *' },
    playlist: [
      { itemId: 'a', title: '', bulletinId: 'nhap', repeats: 1, gapMs: 0 },
      { itemId: 'b', title: '', bulletinId: 'cu', repeats: 1, gapMs: 0 },
    ],
  })
  const check = async (changes: Partial<ProgrammeBody>) => {
    const answer = await lan<ProgrammeCheckAnswer>('POST', '/programme-checks', {
      body: { ...wanted, ...changes },
    })
    return answer.body
  }
  const { conflicts, nextStarts, lengthMs, clusterCount } = await check({})
  expect(conflicts.map((sentence) => sentence.code)).toEqual([
    'bulletinNotApproved',
    'bulletinNotValid',
    'overlap',
  ])
  expect(conflicts[2]?.vi).toContain('“Chương trình sáng” và “Chương trình sáng” chồng giờ nhau 5 phút')
  expect(conflicts[2]?.en).toContain('overlap by 5 min')
  expect(nextStarts.map((at) => localTimeAt(at, TIME_ZONE))).toEqual(Array(5).fill('06:05'))
  expect([lengthMs, clusterCount]).toEqual([1_200_000, 1])
  const codesOf = async (changes: Partial<ProgrammeBody['definition']>) =>
    (await check({ definition: { ...wanted.definition, ...changes } })).conflicts.map((each) => each.code)
  const ended = { from: '2026-03-02', until: '2026-03-01' }
  expect(await codesOf({ validity: ended })).toEqual(['badDates'])
  expect(await codesOf({ recurrence: { kind: 'cron', expression: 'mỗi buổi sáng' } })).toEqual([
    'badCronExpression',
  ])
})

test('a reviewer, who may write nothing, is told what a submitted programme would mean', async () => {
  await lan('POST', '/programmes', { body: body('xet') })
  const told = await chair<ProgrammeCheckAnswer>('GET', path('xet', '/check'))
  expect([told.status, told.body.clusterCount]).toEqual([200, 1])
  expect(told.body.conflicts.map((sentence) => sentence.code)).toContain('overlap')
  expect(await code(elsewhere('GET', path('xet', '/check')))).toEqual([403, 'notAllowed'])
  await lan('DELETE', path('xet'), { ifMatch: '"1"' })
})

test('what cannot be taken is refused by its code, and leaves nothing behind', async () => {
  const [item] = body('xau').definition.playlist
  const playlist = Array.from({ length: 10_000 }, (_, index) => ({ ...item, itemId: `muc-${index}` }))
  const refused = async (changes: object) => code(lan('POST', '/programmes', { body: body('xau', changes) }))
  expect(await refused({ playlist })).toEqual([400, 'badRequest'])
  expect(await refused({ validity: { from: '2026-03-02', until: '2026-03-01' } })).toEqual([400, 'badDates'])
  expect(
    await refused({ recurrence: { kind: 'dates', dates: ['2026-02-30'], startTimes: ['06:00'] } }),
  ).toEqual([400, 'badDates'])
  expect(await refused({ recurrence: { kind: 'cron', expression: '61 5 * * *' } })).toEqual([
    400,
    'badCronExpression',
  ])
  expect(await refused({ playlist: [item, item] })).toEqual([400, 'badRequest'])
  expect(await code(elsewhere('POST', '/programmes', { body: body('xau') }))).toEqual([403, 'notAllowed'])
  const asked = await lan<Page<ProgrammeAnswer>>('GET', '/programmes?count=500')
  expect(asked.body.items.map((each) => each.programmeId)).not.toContain('xau')
  const theirs = await elsewhere('GET', '/programmes')
  expect(theirs.body).toEqual({ items: [], next: null })
  const unapproved = body('xau', {
    playlist: [{ itemId: 'a', title: '', bulletinId: 'nhap', repeats: 1, gapMs: 0 }],
  })
  await lan('POST', '/programmes', { body: unapproved })
  await lan('POST', path('xau', '/submission'), { ifMatch: '*' })
  expect(await code(chair('POST', path('xau', '/approval'), { ifMatch: '*' }))).toEqual([
    409,
    'bulletinNotApproved',
  ])
  await lan('DELETE', path('xau'), { ifMatch: '*' })
})

test('a programme that begins again before it is over can be drafted, but neither submitted nor approved', async () => {
  const item = { itemId: 'a', title: '', bulletinId: 'tin', repeats: 50, gapMs: 0 }
  const dense = body('day-dac', {
    recurrence: { kind: 'cron', expression: '* * * * *' },
    playlist: [item],
  })
  await lan('POST', '/programmes', { body: dense })
  const check = await lan<ProgrammeCheckAnswer>('POST', '/programme-checks', { body: dense })
  expect(check.body.conflicts.map((each) => each.code)).toContain('runsIntoItself')
  const submitted = lan<{ code?: string }>('POST', path('day-dac', '/submission'), { ifMatch: '*' })
  expect(await code(submitted)).toEqual([409, 'runsIntoItself'])
  await lan('DELETE', path('day-dac'), { ifMatch: '*' })
})

test('a day is copied as drafts; what the other day has already is not doubled', async () => {
  const once = body('mot-ngay', {
    recurrence: { kind: 'dates', dates: ['2030-03-04', '2030-03-06'], startTimes: ['05:30', '17:00'] },
  })
  await lan('POST', '/programmes', { body: once })
  const order = { areaId: 'xa-a', from: '2030-03-04', to: ['2030-03-05', '2030-03-06', '2030-03-07'] }
  const answer = await lan<DayCopyAnswer>('POST', '/day-copies', { body: order })
  const { programmes } = answer.body
  expect(programmes.map(({ state, definition }) => [state, definition.recurrence])).toEqual([
    ['draft', { kind: 'dates', dates: ['2030-03-05', '2030-03-07'], startTimes: ['05:30', '17:00'] }],
  ])
  const again = { ...order, to: ['2030-03-06'] }
  expect(await code(lan('POST', '/day-copies', { body: again }))).toEqual([409, 'nothingToCopy'])
  const long = '/calendar?areaId=xa-a&from=2030-01-01&until=2030-02-12'
  expect(await code(lan('GET', long))).toEqual([400, 'badDates'])
})
