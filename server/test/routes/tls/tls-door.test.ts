import { writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemClock } from '@tieng-lang/protocol/node'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { RunningServer } from '../../../src/app.ts'
import { openCertificates } from '../../../src/certificates/certificate-source.ts'
import { openTlsDoor } from '../../../src/composition/tls-door.ts'
import { createHttpServer } from '../../../src/routes/http/http-server.ts'
import { eventually, runServer, temporaryFolder } from '../../running-server.ts'
import { signInForCookie } from '../../signed-in.ts'

/** Made for these tests alone: self-signed, for localhost. */
const certificateFile = fileURLToPath(new URL('./certificate.pem', import.meta.url))
const keyFile = fileURLToPath(new URL('./key.pem', import.meta.url))
const https = { host: '127.0.0.1', port: 0, certificateFile, keyFile }

const folder = temporaryFolder()
let server: RunningServer

beforeAll(async () => {
  server = await runServer(folder.path, { overrides: { https } })
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

/** As a browser that was told to trust it. */
function ask(path: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(`${server.httpsUrl}${path}`, { headers, rejectUnauthorized: false }, (answer) => {
      let text = ''
      answer.on('data', (chunk) => {
        text += chunk
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
    })
    asked.on('error', reject)
    asked.end()
  })
}

test('the same pages and the same API over TLS, behind the same guard', async () => {
  expect(server.httpsUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
  expect((await ask('/api/v1/areas')).status).toBe(401)
  const cookie = signInForCookie(server, 'lan', [['administrator', null]])
  expect(await ask('/api/v1/areas', { cookie })).toEqual({ status: 200, text: '[]' })
})

test('a WebSocket of the page’s own origin opens, one of another origin does not', async () => {
  const cookie = signInForCookie(server, 'hoa', [['administrator', null]])
  const open = (origin: string) => {
    const url = `${(server.httpsUrl ?? '').replace('https', 'wss')}/api/v1/updates`
    const socket = new WebSocket(url, { headers: { cookie, origin }, rejectUnauthorized: false })
    socket.on('error', () => {})
    return socket
  }
  const own = open(server.httpsUrl ?? '')
  await eventually(
    () => own.readyState,
    (state) => state === own.OPEN,
  )
  const foreign = open('https://evil.example')
  await eventually(
    () => foreign.readyState,
    (state) => state === foreign.CLOSED,
  )
  own.terminate()
})

/** The door alone, before an HTTP server that nobody asks anything. */
async function open(changes: Partial<typeof https> | null) {
  const config = { ...server.services.config, https: changes && { ...https, ...changes } }
  const plain = createHttpServer({ log: pino({ level: 'silent' }), bodyBytesMax: 1, requestMsMax: 0 })
  const certificates = await openCertificates({ config, clock: systemClock })
  return openTlsDoor({ config, clock: systemClock, ...(certificates && { certificates }) }, plain)
}

test.each([
  ['is missing', { certificateFile: '/khong/co.pem' }, 'khong'],
  ['is none', { certificateFile: join(folder.path, 'none.pem') }, 'belong together'],
])('a certificate that %s keeps the server from starting, in words', async (_, changes, words) => {
  writeFileSync(join(folder.path, 'none.pem'), 'none')
  await expect(open(changes)).rejects.toMatchObject({
    ...{ code: 'badConfig', message: expect.stringContaining(words) },
  })
})

test('without a certificate there is no such door; two cannot have one port', async () => {
  expect(await open(null)).toBeUndefined()
  const port = Number(new URL(server.httpsUrl ?? '').port)
  await expect(open({ port })).rejects.toMatchObject({ code: 'portUnavailable' })
})
