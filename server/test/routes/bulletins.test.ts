import { createReadStream } from 'node:fs'
import type { BulletinAnswer, IntakeAnswer, Page } from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { AdminClient } from '../../src/cli/admin-client.ts'
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
    ({ bulletinId, refusal }) => bulletinId !== null || refusal !== null,
  )
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
