import { type Grant, itemMedia, type Plan, type Update } from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Principal } from '../../../src/access/principal.ts'
import type { RunningServer } from '../../../src/app.ts'
import { changeBulletin } from '../../../src/broadcasting/bulletins/change-bulletin.ts'
import {
  approveBulletin,
  returnBulletin,
  submitBulletin,
  withdrawBulletin,
} from '../../../src/broadcasting/bulletins/review.ts'
import { putProgramme } from '../../../src/broadcasting/programmes/put-programme.ts'
import { listAuditSlice } from '../../../src/storage/accounts/audit-entries.ts'
import { isMediaApproved } from '../../../src/storage/bulletins/bulletins.ts'
import { enrolBoard, type TestBoard } from '../../board.ts'
import { runServer, temporaryFolder } from '../../running-server.ts'
import { addArea, addCluster } from '../../tree.ts'
import { addSample } from './sample-bulletin.ts'

const folder = temporaryFolder()
let server: RunningServer
let board: TestBoard

const person = (id: string, name: string, role: Grant['role']): Principal => ({
  operatorId: id,
  name,
  grants: [{ role, areaId: 'tinh' }],
  address: '10.0.0.1',
})
const lan = person('ng-lan', 'Lan', 'broadcaster')
const minh = person('ng-minh', 'Minh', 'broadcaster')
const hoa = person('ng-hoa', 'Hoa', 'approver')
const machine: Principal = {
  operatorId: null,
  name: 'máy chủ',
  grants: [{ role: 'administrator', areaId: null }],
  address: 'local',
}
const act = (bulletinId: string, by: Principal, expected: number | 'any' = 'any') => ({
  bulletinId,
  expected,
  by,
})
const refusedAs = (code: string) => expect.objectContaining({ code })

beforeAll(async () => {
  server = await runServer(folder.path)
  addArea(server.services, { areaId: 'tinh', name: 'Tỉnh' })
  addArea(server.services, { areaId: 'xa-a', parentId: 'tinh', name: 'Xã A' })
  addArea(server.services, {
    areaId: 'xa-nho',
    parentId: 'tinh',
    name: 'Xã nhỏ',
    settings: { review: 'onePerson' },
  })
  addCluster(server.services, { clusterId: 'c-1', areaId: 'xa-a', name: 'Cụm 1' })
  board = await enrolBoard(server, 'c-1')
})
afterAll(async () => {
  await board.stop()
  await server.stop()
  folder.remove()
})

/** The newest first. */
function audited(subject: string) {
  const all = { underAreaIds: null, before: Number.MAX_SAFE_INTEGER }
  const { entries } = listAuditSlice(server.services.database, all, 100)
  return entries.filter((entry) => entry.subject === subject)
}

test('R9: neither who made nor who submitted a bulletin approves it; another person does', async () => {
  const { services } = server
  addSample(services.database, { bulletinId: 'bt-1' })
  await expect(approveBulletin(services, act('bt-1', hoa))).rejects.toEqual(refusedAs('wrongState'))
  const told: Update[] = []
  const stop = services.updates.listen(({ update }) => told.push(update))
  expect(submitBulletin(services, act('bt-1', minh))).toMatchObject({
    state: 'submitted',
    submittedBy: 'Minh',
    version: 2,
  })
  stop()
  expect(told).toContainEqual({ kind: 'changed', thing: 'bulletins' })
  for (const by of [lan, minh])
    await expect(approveBulletin(services, act('bt-1', by))).rejects.toEqual(refusedAs('fourEyes'))
  expect(await approveBulletin(services, act('bt-1', hoa))).toMatchObject({
    state: 'approved',
    approvedBy: 'Hoa',
  })
  expect(() => submitBulletin(services, act('bt-1', minh))).toThrow(refusedAs('wrongState'))
})

test('where one person is enough, who made it approves it, and that is recorded', async () => {
  const { services } = server
  addSample(services.database, { bulletinId: 'bt-nho', areaId: 'xa-nho' })
  expect(await approveBulletin(services, act('bt-nho', lan))).toMatchObject({ approvedBy: 'Lan' })
  expect(audited('bt-nho')[0]).toMatchObject({ act: 'bulletin.approve', detail: { isOnePerson: true } })
  addSample(services.database, { bulletinId: 'bt-may', producedBy: 'máy chủ', producedById: null })
  await approveBulletin(services, act('bt-may', machine))
  expect(audited('bt-may')[0]).toMatchObject({ operatorId: null, detail: { isOnePerson: true } })
})

test('a changed bulletin is only changed again on the version that was seen', async () => {
  const { services } = server
  addSample(services.database, { bulletinId: 'bt-sua' })
  const changed = await changeBulletin(services, act('bt-sua', lan, 1), { title: 'Tựa mới' })
  expect(changed.version).toBe(2)
  const late = changeBulletin(services, act('bt-sua', minh, 1), { title: 'Tựa khác' })
  await expect(late).rejects.toMatchObject({ code: 'changedMeanwhile', current: changed })
  expect(audited('bt-sua')).toHaveLength(1)
  expect(audited('bt-sua')[0]?.detail).toEqual({
    title: 'Tựa mới',
    changed: { title: { from: 'Bản tin', to: 'Tựa mới' } },
  })
  for (const [change, code] of [
    [{ validity: { from: '2026-02-30' } }, 'badDates'],
    [{ validity: { from: '2026-03-02', until: '2026-03-01' } }, 'badDates'],
    [{ title: '\u0000' }, 'badRequest'],
  ] as const)
    await expect(changeBulletin(services, act('bt-sua', lan), change)).rejects.toEqual(refusedAs(code))
})

test('days, a return and a withdrawal reach the plan; what was taken back is no longer public', async () => {
  const { services } = server
  const sha256 = 'b'.repeat(64)
  const media = { sha256, sizeBytes: 1_000, durationMs: 5_000 }
  addSample(services.database, { bulletinId: 'bt-2', media, state: 'submitted', submittedBy: 'Lan' })
  await approveBulletin(services, act('bt-2', hoa))
  await putProgramme(services, order('bt-2'), machine)
  const plan = (isGood: (body: Plan) => boolean) => board.document<Plan>('plan', isGood)
  const item = (body: Plan) => body.programmes[0]?.playlist[0]
  const mediaOf = (body: Plan) => body.programmes[0]?.playlist.map(itemMedia)[0]
  await plan((body) => mediaOf(body)?.sha256 === sha256)

  await changeBulletin(services, act('bt-2', lan), { validity: { until: '2030-01-31' } })
  await plan((body) => item(body)?.validity?.until === '2030-01-31')

  const returned = await returnBulletin(services, act('bt-2', hoa), ' Sửa lại giờ họp. ')
  expect(returned).toMatchObject({ state: 'returned', note: 'Sửa lại giờ họp.', approvedBy: null })
  await plan((body) => body.programmes.length === 0)
  expect(isMediaApproved(services.database, sha256)).toBe(false)

  submitBulletin(services, act('bt-2', lan))
  expect(await approveBulletin(services, act('bt-2', hoa))).toMatchObject({ note: null })
  await plan((body) => item(body) !== undefined)
  expect(isMediaApproved(services.database, sha256)).toBe(true)

  const withdrawn = await withdrawBulletin(services, act('bt-2', lan))
  expect(withdrawn).toMatchObject({ state: 'approved', withdrawnBy: 'Lan' })
  await plan((body) => body.programmes.length === 0)
  expect(isMediaApproved(services.database, sha256)).toBe(false)
  for (const after of [approveBulletin, withdrawBulletin])
    await expect(after(services, act('bt-2', hoa))).rejects.toEqual(refusedAs('withdrawn'))
})

test('R9: days that nobody approved are an approver’s word, and one who neither made nor submitted it', async () => {
  const { services } = server
  const until = '2030-01-31'
  addSample(services.database, { bulletinId: 'bt-ngay', state: 'submitted', validity: { until } })
  await approveBulletin(services, act('bt-ngay', hoa))
  const give = (by: Principal, validity: object) => changeBulletin(services, act('bt-ngay', by), { validity })
  for (const wider of [{}, { until: '2030-02-01' }])
    await expect(give(lan, wider)).rejects.toEqual(refusedAs('notAllowed'))
  await expect(give({ ...hoa, operatorId: 'ng-lan' }, {})).rejects.toEqual(refusedAs('fourEyes'))
  expect(await give(lan, { from: '2030-01-01', until })).toMatchObject({ state: 'approved' })
  expect(await give(hoa, {})).toMatchObject({ state: 'approved', validity: {} })
})

test('R9: what was sent back is not taken to an area where one person is enough', async () => {
  const { services } = server
  addSample(services.database, { bulletinId: 'bt-doi', state: 'submitted' })
  await returnBulletin(services, act('bt-doi', hoa), 'Chưa được.')
  const move = () => changeBulletin(services, act('bt-doi', lan), { areaId: 'xa-nho' })
  await expect(move()).rejects.toEqual(refusedAs('fourEyes'))
  addSample(services.database, { bulletinId: 'bt-moi' })
  expect(await changeBulletin(services, act('bt-moi', lan), { areaId: 'xa-nho' })).toMatchObject({
    areaId: 'xa-nho',
  })
})

const order = (bulletinId: string): Parameters<typeof putProgramme>[1] => ({
  definition: {
    programmeId: 'ct-1',
    name: 'Bản tin sáng',
    priority: 'routine',
    recurrence: { kind: 'daily', startTimes: ['05:00'] },
    validity: {},
    playlist: [{ itemId: 'muc-1', title: '', bulletinId, repeats: 1, gapMs: 0 }],
    latenessMsMax: 60_000,
    onInterrupted: 'resume',
    mayBeCut: false,
  },
  targets: { areas: ['xa-a'], zones: [], clusters: [] },
})
