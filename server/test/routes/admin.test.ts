import { createReadStream, statSync } from 'node:fs'
import { join } from 'node:path'
import type { ProgrammeCheckAnswer } from '@tieng-lang/protocol'
import { AdminClient } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import type { Cluster } from '../../src/storage/tree/clusters.ts'
import { speakInStudio } from '../media/recordings.ts'
import { runServer, temporaryFolder } from '../running-server.ts'

const folder = temporaryFolder()
let server: RunningServer
let client: AdminClient

beforeAll(async () => {
  server = await runServer(folder.path)
  client = new AdminClient(server.adminSocket, 'Nguyễn Thị Lan')
  await client.post('/api/v1/areas', { areaId: 'xa-a', name: 'Xã A', code: '01234' })
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

const cluster = (clusterId: string, more: object = {}) => ({
  clusterId,
  areaId: 'xa-a',
  name: 'Cụm',
  ...more,
})

test('the socket is its owner’s alone, and on the network nobody comes in without signing in', async () => {
  expect(statSync(server.adminSocket).mode & 0o777).toBe(0o600)
  expect((await fetch(`${server.httpUrl}/api/v1/clusters`)).status).toBe(401)
  expect((await fetch(`${server.httpUrl}/api/v1/areas`, { method: 'POST', body: '{}' })).status).toBe(401)
})

test('a cluster gets the defaults for what is not said, and shows no secret', async () => {
  await client.post('/api/v1/zones', { zoneId: 'cho', areaId: 'xa-a', name: 'Chợ' })
  const settings = { zones: ['cho'] }
  const made = await client.post<Cluster>('/api/v1/clusters', cluster('c-1', { settings }))
  expect(made.settings).toMatchObject({ zones: ['cho'], isSpecialArea: false })
  expect(JSON.stringify(await client.get('/api/v1/clusters'))).not.toContain('ecret')
})

test.each([
  ['an unknown field', '/api/v1/clusters', cluster('c-2', { isAdmin: true }), 'badRequest'],
  ['an unknown setting', '/api/v1/clusters', cluster('c-2', { settings: { loud: true } }), 'badRequest'],
  [
    'text where a number belongs',
    '/api/v1/commands',
    { place: { clusterId: 'c-1' }, requestId: 'yc-1', body: { name: 'volume', percent: '5' } },
    'badRequest',
  ],
  [
    'a command that has a way of its own',
    '/api/v1/commands',
    { place: { clusterId: 'c-1' }, requestId: 'yc-1', body: { name: 'stop', broadcastId: null } },
    'badRequest',
  ],
  ['an id that could leave its topic', '/api/v1/clusters', cluster('c/+'), 'badRequest'],
  ['an area that is not there', '/api/v1/clusters', { ...cluster('c-2'), areaId: 'nowhere' }, 'areaNotFound'],
  ['the same id twice', '/api/v1/areas', { areaId: 'xa-a', name: 'Xã A' }, 'alreadyExists'],
  [
    'an unknown time zone',
    '/api/v1/areas',
    { name: 'B', settings: { timeZone: 'Mars/Base' } },
    'unknownTimeZone',
  ],
  [
    'a place that is not there',
    '/api/v1/stops',
    { place: { clusterId: 'nowhere' }, requestId: 'yc-1', broadcastId: null },
    'clusterNotFound',
  ],
])('%s is refused by its code', async (_, path, body, code) => {
  await expect(client.post(path, body)).rejects.toMatchObject({ code })
})

test('a programme into the quiet hours is taken, and the planner is told', async () => {
  await client.post('/api/v1/areas', { areaId: 'xa-q', name: 'Xã Q' })
  await client.post('/api/v1/clusters', { ...cluster('c-q'), areaId: 'xa-q' })
  const { bulletinId } = await client.upload<{ bulletinId: string }>(
    `/api/v1/bulletins?${new URLSearchParams({ title: 'Tin' })}`,
    createReadStream(speakInStudio(folder.path)),
  )
  const definition = {
    programmeId: 'ct-q',
    name: 'Khuya',
    priority: 'routine',
    recurrence: { kind: 'daily', startTimes: ['22:00'] },
    validity: {},
    playlist: [{ itemId: 'muc-1', title: '', bulletinId, repeats: 1, gapMs: 0 }],
    latenessMsMax: 60_000,
    onInterrupted: 'resume',
    mayBeCut: false,
  }
  const targets = { areas: ['xa-q'], zones: [], clusters: [] }
  const order = { definition, targets }
  await client.post('/api/v1/programmes?review=approve', order)
  const { conflicts } = await client.post<ProgrammeCheckAnswer>('/api/v1/programme-checks', order)
  expect(conflicts).toMatchObject([{ code: 'runsIntoQuietHours', vi: expect.stringContaining('Khuya') }])
  const dense = { ...definition, recurrence: { kind: 'cron', expression: '* * * * * *' } }
  await expect(client.post('/api/v1/programmes', { ...order, definition: dense })).rejects.toMatchObject({
    code: 'badCronExpression',
  })
})

test('a second server in the same folder is refused before it touches anything', async () => {
  await expect(runServer(folder.path)).rejects.toMatchObject({ code: 'alreadyRunning' })
  await expect(runServer(join(folder.path, 'x'.repeat(120)))).rejects.toMatchObject({ code: 'pathTooLong' })
  expect(await client.get('/api/v1/areas')).toHaveLength(2)
})

test('a taken port is told by its code, and nothing is left running', async () => {
  const port = Number(new URL(server.httpUrl).port)
  const other = temporaryFolder()
  await expect(runServer(other.path, { overrides: { port } })).rejects.toMatchObject({
    code: 'portUnavailable',
  })
  other.remove()
})
