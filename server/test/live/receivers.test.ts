import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Problem, writeAudioMessage } from '@tieng-lang/protocol'
import { systemClock, systemDatagrams } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { capture } from '../../src/media/capture/capture.ts'
import { query } from '../../src/storage/database.ts'
import type { Person } from '../emergencies/commune.ts'
import { make } from '../media/recordings.ts'
import { runServer, temporaryFolder } from '../running-server.ts'
import { askerWith, signIn, signInForCookie } from '../signed-in.ts'
import { buildWakefulProvince, microphoneOf, speakTo } from './live-commune.ts'

const RECORDED_SECONDS = 4
const RATE = 16_000

const folder = temporaryFolder()
let server: RunningServer
let lan: Person
let cookie: string

beforeAll(async () => {
  server = await runServer(folder.path)
  buildWakefulProvince(server)
  cookie = signInForCookie(server, 'lan', [['operator', 'xa-a']])
  lan = askerWith(server, cookie)
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

/** A pair of ports that are free now: RTP, and RTCP above it. */
async function freePort(): Promise<number> {
  const socket = await systemDatagrams(systemClock)({ host: '127.0.0.1', port: 0, onDatagram: () => {} })
  const { port } = socket
  await socket.close()
  return port
}

/** The part of the power that lies at this frequency (Goertzel). */
function shareAt(samples: Int16Array, frequencyHz: number): number {
  const step = (2 * Math.PI * frequencyHz) / RATE
  let [real, imaginary, power] = [0, 0, 0]
  for (const [index, sample] of samples.entries()) {
    real += sample * Math.cos(step * index)
    imaginary += sample * Math.sin(step * index)
    power += sample * sample
  }
  return (2 * (real ** 2 + imaginary ** 2)) / (samples.length * power)
}

test('ffmpeg plays a session from its SDP, with a key and a stream of its own', async () => {
  const { sessionId } = (await speakTo(lan)).body
  const microphone = await microphoneOf(server, sessionId, cookie)
  const tone = make(folder.path, 'tone.wav', ['-f', 'lavfi', '-i', 'sine=frequency=880:duration=25'])
  const abort = new AbortController()
  const spoken = capture({
    ...{ input: tone, signal: abort.signal },
    onPacket: (packet) => microphone.socket.send(writeAudioMessage({ ...packet, hasVoice: true })),
  })
  const port = await freePort()
  const asked = { body: { address: { host: '127.0.0.1', port } } }
  const { status, body: sdp } = await lan<string>('POST', `/live-sessions/${sessionId}/receivers`, asked)
  expect(status).toBe(200)
  expect(sdp).toContain(`m=audio ${port} RTP/SAVP 111`)
  writeFileSync(join(folder.path, 'session.sdp'), sdp)
  const recording = join(folder.path, 'heard.raw')
  const ffmpeg = spawn(
    'ffmpeg',
    [
      ...['-v', 'error', '-nostdin', '-y', '-protocol_whitelist', 'file,udp,rtp,srtp'],
      ...['-i', join(folder.path, 'session.sdp'), '-t', String(RECORDED_SECONDS)],
      ...['-ac', '1', '-ar', String(RATE), '-f', 's16le', recording],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const cut = systemClock.after(20_000, () => ffmpeg.kill('SIGKILL'))
  const [exitCode] = await once(ffmpeg, 'close')
  cut.cancel()
  expect(exitCode).toBe(0)
  const bytes = readFileSync(recording)
  const samples = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)
  expect(samples.length).toBeGreaterThan(RATE * (RECORDED_SECONDS - 1))
  expect(shareAt(samples.subarray(RATE, 2 * RATE), 880)).toBeGreaterThan(0.95)
  const audit = query.selectFrom('auditEntries').selectAll().where('act', '=', 'live.addReceiver')
  expect(server.services.database.row(audit)).toMatchObject({ subject: sessionId, operatorName: 'lan' })
  abort.abort()
  await spoken
  microphone.stop()
})

test('who has no right, names no address, or comes after the end gets no SDP; twenty are enough', async () => {
  const { sessionId } = (await speakTo(lan, { takeOver: true })).body
  const path = `/live-sessions/${sessionId}/receivers`
  const ask = async (person: Person, host = '127.0.0.1', port = 9) => {
    const { status, body } = await person<Problem>('POST', path, { body: { address: { host, port } } })
    return [status, body.code]
  }
  const auditor = signIn(server, 'thanh-tra', [['auditor', 'xa-a']])
  expect(await ask(auditor)).toEqual([403, 'notAllowed'])
  expect(await ask(lan, 'example.org')).toEqual([400, 'badRequest'])
  for (const host of ['0.0.0.0', '0.1.2.3', '224.0.0.251', '239.1.1.1', '240.0.0.1', '255.255.255.255'])
    expect(await ask(lan, host)).toEqual([400, 'badRequest'])
  for (let each = 0; each < 20; each += 1)
    expect((await ask(lan, '127.0.0.1', 1_000 + 2 * each))[0]).toBe(200)
  expect(await ask(lan)).toEqual([409, 'limitExceeded'])
  // Asked once more, since an answer was lost.
  expect((await ask(lan, '127.0.0.1', 1_000))[0]).toBe(200)
  await lan('POST', `/live-sessions/${sessionId}/end`, { body: { requestId: 'het' } })
  expect(await ask(lan)).toEqual([409, 'wrongState'])
})
