import { readFileSync } from 'node:fs'
import type { BulletinAnswer, IntakeAnswer, Page, Problem, Waveform } from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { query } from '../../src/storage/database.ts'
import { speakInStudio } from '../media/recordings.ts'
import { eventually, runServer, temporaryFolder } from '../running-server.ts'
import { signIn } from '../signed-in.ts'
import { addArea } from '../tree.ts'

const folder = temporaryFolder()
let server: RunningServer
let lan: ReturnType<typeof signIn>
let hoa: ReturnType<typeof signIn>
let minh: ReturnType<typeof signIn>
let recording: Uint8Array<ArrayBuffer>
let path = ''

beforeAll(async () => {
  server = await runServer(folder.path)
  addArea(server.services, { areaId: 'tinh', name: 'Tỉnh' })
  addArea(server.services, { areaId: 'xa-a', parentId: 'tinh', name: 'Xã A' })
  addArea(server.services, { areaId: 'xa-b', parentId: 'tinh', name: 'Xã B' })
  lan = signIn(server, 'lan', [['broadcaster', 'xa-a']])
  hoa = signIn(server, 'hoa', [['approver', 'tinh']])
  minh = signIn(server, 'minh', [['broadcaster', 'xa-b']])
  recording = Uint8Array.from(readFileSync(speakInStudio(folder.path)))
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

test('who has signed in makes a draft in an area of theirs, whatever they ask for', async () => {
  const made = await lan<BulletinAnswer>('POST', '/bulletins?title=Tin&areaId=xa-a&review=approve', {
    recording,
  })
  expect(made).toMatchObject({ status: 201, body: { state: 'draft', producedBy: 'lan', approvedBy: null } })
  path = `/bulletins/${made.body.bulletinId}`
  for (const elsewhere of ['', '&areaId=xa-b', '&areaId=tinh'])
    expect(await lan('POST', `/bulletins?title=Tin${elsewhere}`, { recording })).toMatchObject({
      status: 403,
      body: { code: 'notAllowed' },
    })
})

test('only those of the area see it, hear it and know of it', async () => {
  const found = async (ask: typeof lan) => (await ask<Page<BulletinAnswer>>('GET', '/bulletins')).body.items
  expect([(await found(lan)).length, (await found(hoa)).length, (await found(minh)).length]).toEqual([
    1, 1, 0,
  ])
  for (const part of ['', '/audio', '/waveform']) {
    expect((await hoa('GET', `${path}${part}`)).status).toBe(200)
    expect((await minh('GET', `${path}${part}`)).status).toBe(403)
  }
  const { body } = await minh<Page<BulletinAnswer>>('GET', '/bulletins?areaId=tinh')
  expect(body.items).toEqual([])
})

test('a change names the version it was made on, and stays in areas of the same rights', async () => {
  const { etag } = await lan('GET', path)
  const change = { body: { audience: 'Hộ trồng lúa' } }
  expect((await lan('PATCH', path, change)).status).toBe(428)
  const changed = await lan<BulletinAnswer>('PATCH', path, { ...change, ifMatch: etag ?? '' })
  expect(changed).toMatchObject({ status: 200, etag: '"2"', body: { audience: 'Hộ trồng lúa', version: 2 } })
  const late = await lan<Problem>('PATCH', path, { ...change, ifMatch: etag ?? '' })
  expect(late).toMatchObject({ status: 412, body: { code: 'changedMeanwhile', current: { version: 2 } } })
  const moved = await lan('PATCH', path, { body: { areaId: 'xa-b' }, ifMatch: '*' })
  expect(moved).toMatchObject({ status: 403 })
})

test('one hands in, another approves the version that was looked at, a third has no part in it', async () => {
  expect((await minh('POST', `${path}/submission`)).status).toBe(403)
  expect((await lan('POST', `${path}/submission`, { ifMatch: '"1"' })).status).toBe(412)
  expect((await lan('POST', `${path}/submission`, { ifMatch: '"2"' })).status).toBe(200)
  expect((await lan('POST', `${path}/approval`)).status).toBe(403)
  expect((await hoa('POST', `${path}/return`, { body: { note: '' } })).status).toBe(400)
  expect((await hoa('POST', `${path}/approval`)).status).toBe(428)
  const approved = await hoa<BulletinAnswer>('POST', `${path}/approval`, { ifMatch: '"3"' })
  expect(approved).toMatchObject({ status: 200, etag: '"4"', body: { approvedBy: 'hoa' } })
  const { sha256 } = approved.body.media
  expect((await fetch(`${server.httpUrl}/media/${sha256}`)).status).toBe(200)
  expect((await lan('POST', `${path}/withdrawal`)).status).toBe(200)
  expect((await fetch(`${server.httpUrl}/media/${sha256}`)).status).toBe(404)
  const { body } = await lan<Page<BulletinAnswer>>('GET', '/bulletins?state=withdrawn')
  expect(body.items).toHaveLength(1)
})

test('an intake is its own person’s', async () => {
  const address = '/intakes?areaId=xa-a&title=Tin&fileName=a.wav'
  const { body } = await lan<IntakeAnswer>('POST', address, { recording })
  expect((await minh('GET', `/intakes/${body.intakeId}`)).status).toBe(404)
  expect((await minh('DELETE', `/intakes/${body.intakeId}`)).status).toBe(404)
  expect((await minh('GET', '/intakes')).body).toEqual([])
  expect((await hoa('POST', address, { recording })).status).toBe(403)
  await eventually(
    () => lan<IntakeAnswer>('GET', `/intakes/${body.intakeId}`),
    (answer) => answer.body.state === 'done',
  )
})

test('audio that came in before there were waveforms gets one when it is asked for', async () => {
  const { database } = server.services
  const made = await lan<Waveform>('GET', `${path}/waveform`)
  database.run(query.deleteFrom('waveforms'))
  expect(await lan<Waveform>('GET', `${path}/waveform`)).toEqual(made)
  expect(database.rows(query.selectFrom('waveforms').select('mediaSha256'))).toHaveLength(1)
})
