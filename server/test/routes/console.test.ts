import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { runServer, temporaryFolder } from '../running-server.ts'

const folder = temporaryFolder()
const consoleDir = join(folder.path, 'console')
let server: RunningServer

beforeAll(async () => {
  mkdirSync(join(consoleDir, 'assets'), { recursive: true })
  writeFileSync(join(consoleDir, 'index.html'), '<!doctype html><title>Tiếng Làng</title>')
  writeFileSync(join(consoleDir, 'assets', 'main-1a2b.js'), 'plain')
  writeFileSync(join(consoleDir, 'assets', 'main-1a2b.js.br'), 'not really brotli')
  writeFileSync(join(folder.path, 'secret.txt'), 'secret')
  server = await runServer(folder.path, { overrides: { consoleDir } })
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

const HTML = { accept: 'text/html,*/*' }
const get = (path: string, headers: Record<string, string> = HTML) =>
  fetch(`${server.httpUrl}${path}`, { headers })

test.each(['/', '/cum-loa', '/chuong-trinh/ct-1?tuan=2026-47'])(
  '%s is a page of the console, asked for each time',
  async (path) => {
    const answer = await get(path)
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-cache'])
    expect(await answer.text()).toContain('<title>Tiếng Làng</title>')
  },
)

test('a file with a hash in its name is kept for a year, and goes out compressed to who takes that', async () => {
  const plain = await get('/assets/main-1a2b.js', { 'accept-encoding': 'identity' })
  expect(await plain.text()).toBe('plain')
  expect(plain.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  const packed = await fetch(`${server.httpUrl}/assets/main-1a2b.js`, {
    method: 'HEAD',
    headers: { 'accept-encoding': 'br' },
  })
  expect(packed.headers.get('content-encoding')).toBe('br')
  expect(packed.headers.get('content-type')).toContain('javascript')
})

test.each(['/api/v1/nothing', '/media/nothing', '/api/nothing'])(
  '%s is no page, whoever asks',
  async (path) => {
    const answer = await get(path)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
  },
)

test.each([
  '/assets/gone.js',
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/assets/%2e%2e/%2e%2e/secret.txt',
  '/%00',
])('%s is not there', async (path) => {
  const answer = await get(path, { accept: '*/*' })
  expect([400, 404]).toContain(answer.status)
  expect(await answer.text()).not.toContain('secret\n')
})

test('every answer tells the browser what it may do, and pages load nothing from elsewhere', async () => {
  for (const path of ['/', '/status', '/api/docs', '/api/v1/areas', '/nothing', '/health']) {
    const { headers } = await get(path)
    expect([path, headers.get('x-content-type-options'), headers.get('referrer-policy')]).toEqual([
      path,
      'nosniff',
      'same-origin',
    ])
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/https?:|\*|script-src[^;]*'unsafe/)
  }
  expect((await get('/api/v1/areas')).headers.get('cache-control')).toBe('no-store')
})

test('the plain status page is there beside the console', async () => {
  const answer = await get('/status')
  expect(await answer.text()).toContain('Máy chủ đang hoạt động')
})

test('the documentation shows our own document', async () => {
  const page = await (await get('/api/docs')).text()
  const [script = ''] = page.match(/\/api\/docs\/static\/swagger-initializer\.js/) ?? []
  expect(await (await get(script)).text()).toContain('/api/v1/openapi.json')
  expect(page).not.toMatch(/(?:src|href)="https?:/)
})
