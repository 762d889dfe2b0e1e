import { readdirSync, readFileSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import type { IntakeAnswer, Page } from '@tieng-lang/protocol'
import { AdminClient } from '@tieng-lang/protocol/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { make, speak } from '../media/recordings.ts'
import { eventually, runServer, temporaryFolder } from '../running-server.ts'
import { addArea } from '../tree.ts'
import { ask } from './socket-ask.ts'

const UPLOAD_BYTES_MAX = 10_000_000

const folder = temporaryFolder()
const files = temporaryFolder()
let server: RunningServer
let client: AdminClient
let speech = ''

beforeAll(async () => {
  server = await runServer(folder.path, {
    overrides: { limits: { commandAnswerMsMax: 2_000, uploadBytesMax: UPLOAD_BYTES_MAX } },
  })
  addArea(server.services, { areaId: 'xa-a', name: 'Xã A' })
  client = new AdminClient(server.adminSocket, 'Lan')
  speech = speak(files.path)
})
afterAll(async () => {
  await server.stop()
  folder.remove()
  files.remove()
})

const text = (content: string) => () => Buffer.from(content)
const made = (name: string, ...inputs: string[]) => readFileSync(make(files.path, name, inputs))
/** The first half of what ffmpeg makes of the speech. */
const half = (name: string, ...options: string[]) => {
  const path = make(files.path, name, ['-i', speech, ...options])
  truncateSync(path, Math.floor(readFileSync(path).length / 2))
  return readFileSync(path)
}

async function upload(content: Buffer, query: Record<string, string> = {}, chunked = false) {
  const all = { areaId: 'xa-a', title: 'Tin', fileName: 'tin.mp3', ...query }
  const path = `/api/v1/intakes?${new URLSearchParams(all)}`
  const headers: Record<string, string> = chunked ? { 'transfer-encoding': 'chunked' } : {}
  const answer = await ask(server.adminSocket, { method: 'POST', path, headers, body: content })
  return { status: answer.status, body: JSON.parse(answer.content.toString('utf8')) }
}

/** What became of it, refused at once or when its turn came. */
async function codeOf(content: Buffer, query: Record<string, string> = {}): Promise<string> {
  const { status, body } = await upload(content, query)
  if (status !== 202) return body.code
  const ended = await eventually(
    () => client.get<IntakeAnswer>(`/api/v1/intakes/${body.intakeId}`),
    ({ state }) => state === 'done' || state === 'refused',
  )
  return ended.refusal?.code ?? ended.state
}

afterEach(async () => {
  const left = readdirSync(join(folder.path, 'media'))
  expect({ left, incoming: readdirSync(join(folder.path, 'media', 'incoming')) }).toEqual({
    left: ['incoming'],
    incoming: [],
  })
  expect((await client.get<Page<unknown>>('/api/v1/bulletins')).items).toEqual([])
})

test.each<[string, () => Buffer, string]>([
  ['an empty file', text(''), 'empty'],
  [
    'a text that is called .mp3',
    text('Kính thưa bà con, đây không phải là âm thanh.\n'.repeat(50)),
    'notAudio',
  ],
  ['an HTML page', text('<!doctype html><title>404</title>'), 'notAudio'],
  ['an M3U playlist', text('#EXTM3U\nhttp://example.invalid/a.mp3\n'), 'playlistRefused'],
  [
    'an HLS playlist behind a byte-order mark',
    text('\ufeff#EXTM3U\n#EXT-X-TARGETDURATION:5\nx.wav\n'),
    'playlistRefused',
  ],
  ['a PLS playlist', text('[playlist]\nFile1=/etc/passwd\n'), 'playlistRefused'],
  ['an ffconcat script', text("ffconcat version 1.0\nfile '/etc/passwd'\n"), 'playlistRefused'],
  ['a concat list', text("# all of them\nfile '/etc/passwd'\n"), 'playlistRefused'],
  [
    'a cue sheet',
    text('REM GENRE News\r\nFILE "/etc/passwd" WAVE\r\n  TRACK 01 AUDIO\r\n'),
    'playlistRefused',
  ],
  ['an XSPF playlist', text('<?xml version="1.0"?>\n<playlist version="1"/>'), 'playlistRefused'],
  [
    'a DASH manifest',
    text('<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"/>'),
    'playlistRefused',
  ],
  [
    'a session description',
    text('v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nm=audio 9 RTP/AVP 0\r\n'),
    'playlistRefused',
  ],
  [
    'a picture',
    () => made('p.png', '-f', 'lavfi', '-i', 'color=c=red:s=16x16:d=1', '-frames:v', '1'),
    'notAudio',
  ],
  [
    'a film without sound',
    () => made('f.mkv', '-f', 'lavfi', '-i', 'color=s=32x32:d=1', '-c:v', 'mjpeg'),
    'noAudioStream',
  ],
  ['a WAV whose end is missing', () => half('half.wav'), 'truncated'],
  ['an MP3 whose end is missing', () => half('half.mp3'), 'truncated'],
  ['a FLAC whose end is missing', () => half('half.flac'), 'truncated'],
  ['an M4A whose end is missing', () => half('half.m4a'), 'notAudio'],
  ['a web M4A whose end is missing', () => half('fast.m4a', '-movflags', '+faststart'), 'truncated'],
  ['nothing but the head of an MP3', () => half('head.mp3').subarray(0, 400), 'truncated'],
  ['silence', () => made('s.mp3', '-f', 'lavfi', '-i', 'anullsrc=r=48000:cl=mono', '-t', '3'), 'silent'],
  ['a click', () => made('c.wav', '-f', 'lavfi', '-i', 'sine=d=0.1'), 'tooShort'],
  [
    'six hours',
    () => made('six.flac', '-f', 'lavfi', '-i', 'anullsrc=r=8000:cl=mono', '-t', '21600'),
    'tooLong',
  ],
])('%s: refused by its code, and nothing is left behind', async (_, content, code) => {
  expect(await codeOf(content())).toBe(code)
})

test('what is too large is refused, whether it says so beforehand or not', async () => {
  const content = Buffer.alloc(UPLOAD_BYTES_MAX + 1)
  for (const chunked of [false, true]) {
    const { status, body } = await upload(content, {}, chunked)
    expect({ status, code: body.code }).toEqual({ status: 413, code: 'tooLarge' })
  }
})

test.each<[string, Record<string, string>, string]>([
  ['a title of 10,000 characters', { title: 'a'.repeat(10_000) }, 'badRequest'],
  ['a title of spaces', { title: '   ' }, 'badRequest'],
  ['a title of two lines', { title: 'một\nhai' }, 'badRequest'],
  ['a file name of 10,000 characters', { fileName: 'a'.repeat(10_000) }, 'badRequest'],
  ['an area that is not there', { areaId: 'xa-z' }, 'areaNotFound'],
  ['a category that is not there', { category: 'gossip' }, 'badRequest'],
  ['a field that nobody asked for', { isApproved: 'true' }, 'badRequest'],
])('%s is refused before a byte is stored', async (_, query, code) => {
  expect(await codeOf(Buffer.from('x'), query)).toBe(code)
})

test('no recording is taken that would fill the disk', async () => {
  const { limits } = server.services.config
  const { diskFreeBytesMin } = limits
  limits.diskFreeBytesMin = Number.MAX_SAFE_INTEGER
  expect(await codeOf(Buffer.alloc(1_000))).toBe('storageFull')
  limits.diskFreeBytesMin = diskFreeBytesMin
})

test('a body that is no recording is refused', async () => {
  const path = '/api/v1/intakes?areaId=xa-a&title=Tin&fileName=a.mp3'
  const { status } = await ask(server.adminSocket, { method: 'POST', path, body: { a: 1 } })
  expect(status).toBe(400)
})
