import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { BulletinAnswer, IntakeAnswer, Voice, Waveform } from '@tieng-lang/protocol'
import { AdminClient } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { eventually, runServer, temporaryFolder } from '../running-server.ts'
import { addArea } from '../tree.ts'
import { ask } from './socket-ask.ts'

const folder = temporaryFolder()
let server: RunningServer
let client: AdminClient

beforeAll(async () => {
  server = await runServer(folder.path)
  addArea(server.services, { areaId: 'xa-a', name: 'Xã A' })
  client = new AdminClient(server.adminSocket, 'Lan')
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

const order = { text: 'Xin chào bà con.', voice: 'vi-south-female', wordsPerMinute: 140 }
const labels = {
  areaId: 'xa-a',
  title: 'Lời chào',
  category: 'signal',
  audience: 'Toàn thể bà con',
  language: 'vi',
  validity: { from: '2026-01-01', until: '2026-12-31' },
}
const speak = (body: object) => ask(server.adminSocket, { method: 'POST', path: '/api/v1/speech', body })
const unfinished = () => readdirSync(join(folder.path, 'media', 'incoming'))

test('every voice that is offered speaks, as a WAV that says how long it is', async () => {
  const voices = await client.get<Voice[]>('/api/v1/voices')
  expect(voices).toHaveLength(6)
  const spoken = new Set<number>()
  for (const { voice } of voices) {
    const { status, headers, content } = await speak({ ...order, voice })
    expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'audio/wav' })
    expect(content.readUInt32LE(40)).toBe(content.length - 44)
    spoken.add(content.readUInt32LE(40))
  }
  expect(spoken.size).toBeGreaterThan(2)
  expect(unfinished()).toEqual([])
})

test('of a long text the first minute is heard', async () => {
  const { content } = await speak({ ...order, text: 'Bà con chú ý nghe đài. '.repeat(200) })
  expect((content.length - 44) / content.readUInt32LE(28)).toBeCloseTo(60, 1)
})

test.each([
  ['control characters', { text: 'Xin\u0007chào' }, 'badRequest'],
  ['half a character', { text: 'Xin \ud800 chào' }, 'badRequest'],
  ['no word', { text: ' … !? ' }, 'badRequest'],
  ['a voice that nobody has', { voice: 'vi-moon-male' }, 'voiceUnknown'],
  ['an option as a voice', { voice: '--path=/etc' }, 'badRequest'],
  ['a speed that nobody understands', { wordsPerMinute: 400 }, 'badRequest'],
  ['a text of 20,001 characters', { text: 'a'.repeat(20_001) }, 'badRequest'],
])('%s: refused, and nothing is left', async (_, wrong, code) => {
  await expect(client.post('/api/v1/speech', { ...order, ...wrong })).rejects.toMatchObject({ code })
  await expect(
    client.post('/api/v1/speech-intakes', { ...labels, speech: { ...order, ...wrong } }),
  ).rejects.toMatchObject({ code })
  expect(unfinished()).toEqual([])
  expect(await client.get('/api/v1/intakes')).toEqual([])
})

test('a spoken text becomes a draft with its words, its days and its waveform', async () => {
  const states: string[] = []
  const stop = server.services.updates.listen(({ update }) => {
    if (update.kind === 'intake') states.push(update.intake.state)
  })
  // What looks like an option, a shell or a phoneme is only text; marks are stored composed.
  const text = '-v en $(id) `id` Đài xã xin chào'.normalize('NFD')
  const speech = { ...order, text }
  const { intakeId } = await client.post<IntakeAnswer>('/api/v1/speech-intakes', { ...labels, speech })
  const { bulletinId } = await eventually(
    () => client.get<IntakeAnswer>(`/api/v1/intakes/${intakeId}`),
    ({ state }) => state === 'done' || state === 'refused',
  )
  stop()
  expect([...new Set(states)]).toEqual(['waiting', 'speaking', 'measuring', 'encoding', 'checking', 'done'])
  const path = `/api/v1/bulletins/${bulletinId}`
  expect(await client.get<BulletinAnswer>(path)).toMatchObject({
    ...labels,
    source: { kind: 'speech', ...order, text: text.normalize('NFC') },
    state: 'draft',
  })
  const { durationMs, peaks } = await client.get<Waveform>(`${path}/waveform`)
  expect(durationMs).toBeGreaterThan(1_000)
  expect(peaks.length).toBeGreaterThan(durationMs / 25)
  expect(Math.max(...peaks)).toBeGreaterThan(100)
  expect(unfinished()).toEqual([])
})

test('a draft is heard by who may look, with ranges, and kept by nobody', async () => {
  const { items } = await client.get<{ items: BulletinAnswer[] }>('/api/v1/bulletins')
  const { bulletinId, media } = items[0] as BulletinAnswer
  const path = `/api/v1/bulletins/${bulletinId}/audio`
  const whole = await ask(server.adminSocket, { method: 'GET', path })
  expect(whole.headers).toMatchObject({ 'content-type': 'audio/ogg', 'cache-control': 'private, no-store' })
  expect(whole.content).toHaveLength(media.sizeBytes)
  const part = await ask(server.adminSocket, { method: 'GET', path, headers: { range: 'bytes=10-19' } })
  expect(part.status).toBe(206)
  expect(part.content).toEqual(whole.content.subarray(10, 20))
  expect((await fetch(`${server.httpUrl}${path}`)).status).toBe(401)
  expect((await fetch(`${server.httpUrl}/media/${media.sha256}`)).status).toBe(404)
  expect(existsSync(join(folder.path, 'media', media.sha256.slice(0, 2), media.sha256))).toBe(true)
})
