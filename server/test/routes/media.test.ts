import { createReadStream, readFileSync } from 'node:fs'
import type { BulletinAnswer } from '@tieng-lang/protocol'
import { AdminClient } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { parseRange } from '../../src/routes/audio/byte-range.ts'
import { speakInStudio } from '../media/recordings.ts'
import { runServer, temporaryFolder } from '../running-server.ts'
import { addArea } from '../tree.ts'

const folder = temporaryFolder()
let server: RunningServer
let approved: { sha256: string; sizeBytes: number }
let draft: { sha256: string }

beforeAll(async () => {
  server = await runServer(folder.path)
  addArea(server.services, { areaId: 'xa-a', name: 'Xã A' })
  const path = speakInStudio(folder.path)
  const client = new AdminClient(server.adminSocket, 'Lan')
  const add = (query: object) =>
    client.upload<BulletinAnswer>(
      `/api/v1/bulletins?${new URLSearchParams({ title: 'Bản tin', ...query })}`,
      createReadStream(path),
    )
  approved = (await add({})).media
  draft = (await add({ kind: 'music', review: 'draft' })).media
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

const get = (sha256: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${server.httpUrl}/media/${sha256}`, { headers, method })
const stored = () => readFileSync(`${folder.path}/media/${approved.sha256.slice(0, 2)}/${approved.sha256}`)

test('approved audio is public under its hash and may be kept for ever', async () => {
  const answer = await get(approved.sha256)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(stored())
  const head = await get(approved.sha256, {}, 'HEAD')
  expect(head.headers.get('content-length')).toBe(String(approved.sizeBytes))
  expect((await get(approved.sha256, { 'if-none-match': `"${approved.sha256}"` })).status).toBe(304)
})

test('a draft, an unknown hash and nonsense are not there', async () => {
  expect((await get(draft.sha256)).status).toBe(404)
  expect((await get('0'.repeat(64))).status).toBe(404)
  expect((await get('..%2f..%2fkeys.json')).status).toBe(400)
})

test('RFC 9110 §14: a range is answered with its bytes, one outside with 416', async () => {
  const part = await get(approved.sha256, { range: 'bytes=100-199' })
  expect(part.status).toBe(206)
  expect(part.headers.get('content-range')).toBe(`bytes 100-199/${approved.sizeBytes}`)
  expect(Buffer.from(await part.arrayBuffer())).toEqual(stored().subarray(100, 200))
  const rest = await get(approved.sha256, { range: `bytes=${approved.sizeBytes - 10}-` })
  expect(Buffer.from(await rest.arrayBuffer())).toEqual(stored().subarray(-10))
  const outside = await get(approved.sha256, { range: `bytes=${approved.sizeBytes}-` })
  expect(outside.status).toBe(416)
  expect(outside.headers.get('content-range')).toBe(`bytes */${approved.sizeBytes}`)
})

test.each([
  [undefined, 'whole'],
  ['bytes=0-9', { start: 0, end: 9 }],
  ['bytes=90-', { start: 90, end: 99 }],
  ['bytes=90-500', { start: 90, end: 99 }],
  ['bytes=-10', { start: 90, end: 99 }],
  ['bytes=-500', { start: 0, end: 99 }],
  ['bytes=-0', 'refused'],
  ['bytes=100-', 'refused'],
  ['bytes=5-4', 'whole'],
  ['bytes=-', 'whole'],
  ['bytes=0-1,4-5', 'whole'],
  ['lines=1-2', 'whole'],
])('RFC 9110 §14.1.2: "%s" of 100 bytes', (header, range) => {
  expect(parseRange(header, 100)).toEqual(range)
})
