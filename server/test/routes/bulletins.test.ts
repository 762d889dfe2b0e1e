import { createReadStream, readdirSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import type { BulletinAnswer, IntakeAnswer, Page } from '@tieng-lang/protocol'
import { AdminClient } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { speakInStudio } from '../media/recordings.ts'
import { eventually, runServer, temporaryFolder } from '../running-server.ts'
import { addArea } from '../tree.ts'

const folder = temporaryFolder()
let server: RunningServer
let client: AdminClient
let speech = ''

beforeAll(async () => {
  server = await runServer(folder.path)
  addArea(server.services, { areaId: 'tinh', name: 'Tỉnh' })
  addArea(server.services, { areaId: 'xa-a', parentId: 'tinh', name: 'Xã A' })
  addArea(server.services, { areaId: 'xa-b', parentId: 'tinh', name: 'Xã B' })
  client = new AdminClient(server.adminSocket, 'Lan')
  speech = speakInStudio(folder.path)
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

const open = (query: Record<string, string>) =>
  client.upload<IntakeAnswer>(
    `/api/v1/intakes?${new URLSearchParams({ areaId: 'xa-a', title: 'Tin', fileName: 'a.wav', ...query })}`,
    createReadStream(speech),
  )
const done = (intakeId: string) =>
  eventually(
    () => client.get<IntakeAnswer>(`/api/v1/intakes/${intakeId}`),
    ({ state }) => state === 'done' || state === 'refused' || state === 'cancelled',
  )
const unfinished = () => readdirSync(join(folder.path, 'media', 'incoming'))
const list = async (query: Record<string, string>) =>
  (await client.get<Page<BulletinAnswer>>(`/api/v1/bulletins?${new URLSearchParams(query)}`)).items

test('an upload waits, tells how far it has come, and becomes a draft that is found without marks', async () => {
  const told: IntakeAnswer[] = []
  const stop = server.services.updates.listen(({ update }) => {
    if (update.kind === 'intake') told.push(update.intake)
  })
  const name = 'C:\\bản tin\\Đài xã.wav'
  const title = 'Lịch tiêm chủng Đợt Hai'.normalize('NFD')
  const { intakeId, state } = await open({ title, fileName: name, category: 'health' })
  expect(state).toBe('waiting')
  const { bulletinId, progressPart } = await done(intakeId)
  stop()
  expect(progressPart).toBe(1)
  expect(told.map((each) => each.state)).toEqual(
    expect.arrayContaining(['waiting', 'measuring', 'encoding', 'checking', 'done']),
  )
  const parts = told.map((each) => each.progressPart)
  expect(parts).toEqual([...parts].sort((a, b) => a - b))
  const bulletin = await client.get<BulletinAnswer>(`/api/v1/bulletins/${bulletinId}`)
  expect(bulletin).toMatchObject({
    areaId: 'xa-a',
    title: 'Lịch tiêm chủng Đợt Hai',
    category: 'health',
    state: 'draft',
    producedBy: 'Lan',
    source: { kind: 'file', fileName: 'Đài xã.wav' },
    version: 1,
  })
  expect(await list({ text: 'dot tiem' })).toHaveLength(1)
  expect(await list({ text: 'ĐỢT', areaId: 'tinh', state: 'draft', category: 'health' })).toHaveLength(1)
  expect(await list({ text: 'dot', areaId: 'xa-b' })).toHaveLength(0)
})

test('a title that a spreadsheet would reckon with and a name that leads elsewhere are only words', async () => {
  const title = '=HYPERLINK("http://example.invalid")'
  const { intakeId } = await open({ title, fileName: '../../../etc/\u0000passwd' })
  const { bulletinId } = await done(intakeId)
  expect(await client.get<BulletinAnswer>(`/api/v1/bulletins/${bulletinId}`)).toMatchObject({
    title,
    source: { fileName: 'passwd' },
  })
})

test('the list comes in pages, each bulletin once, the newest first', async () => {
  const ids: string[] = []
  let after = ''
  do {
    const path = `/api/v1/bulletins?count=1${after}`
    const page = await client.get<Page<BulletinAnswer>>(path)
    ids.push(...page.items.map(({ bulletinId }) => bulletinId))
    after = page.next === null ? '' : `&after=${page.next}`
  } while (after !== '')
  expect(ids).toEqual((await list({})).map(({ bulletinId }) => bulletinId))
  expect(ids).toHaveLength(2)
  await expect(list({ after: 'nonsense' })).rejects.toMatchObject({ code: 'badRequest' })
})

test('what is cancelled ends, wherever it stands, and nothing of it is left', async () => {
  const before = (await list({})).length
  const opened = await Promise.all([open({}), open({}), open({})])
  for (const { intakeId } of opened) {
    await client.remove(`/api/v1/intakes/${intakeId}`)
    expect((await done(intakeId)).state).toMatch(/cancelled|done/)
  }
  const states = await Promise.all(
    opened.map(({ intakeId }) => client.get<IntakeAnswer>(`/api/v1/intakes/${intakeId}`)),
  )
  expect(states.filter(({ state }) => state === 'cancelled').length).toBeGreaterThanOrEqual(2)
  const finished = states.filter(({ state }) => state === 'done').length
  expect(await list({})).toHaveLength(before + finished)
  expect(unfinished()).toEqual([])
})

test('a sender who goes away in the middle leaves nothing behind', async () => {
  const path = `/api/v1/intakes?${new URLSearchParams({ areaId: 'xa-a', title: 'Tin', fileName: 'a.wav' })}`
  const headers = { 'content-type': 'application/octet-stream', 'content-length': '1000000' }
  const asked = request({ socketPath: server.adminSocket, method: 'POST', path, headers })
  asked.on('error', () => {})
  asked.write(Buffer.alloc(100_000))
  await eventually(unfinished, (names) => names.length === 1)
  asked.destroy()
  await eventually(unfinished, (names) => names.length === 0)
})

test('another person sees and cancels nothing of it', async () => {
  const { intakeId } = await open({})
  const grants = [{ role: 'broadcaster' as const, areaId: 'xa-a' }]
  const other = { operatorId: 'ng-2', name: 'Minh', grants, address: '10.0.0.1' }
  const { intakes } = server.services
  expect(intakes.list(other)).toEqual([])
  expect(() => intakes.find(intakeId, other)).toThrow(expect.objectContaining({ code: 'intakeNotFound' }))
  await expect(intakes.cancel(intakeId, other)).rejects.toMatchObject({ code: 'intakeNotFound' })
  const administrator = { ...other, grants: [{ role: 'administrator' as const, areaId: 'tinh' }] }
  expect(intakes.find(intakeId, administrator).intakeId).toBe(intakeId)
  await done(intakeId)
})
