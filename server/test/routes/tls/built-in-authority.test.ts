import { X509Certificate } from 'node:crypto'
import { request } from 'node:https'
import { connect } from 'node:tls'
import { type CertificatesAnswer, DAY_MS } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { XMLValidator } from 'fast-xml-parser'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../../src/app.ts'
import { BuiltInAuthority } from '../../../src/certificates/built-in-authority.ts'
import { certificate } from '../../../src/cli/machine/certificate.ts'
import { openTlsDoor } from '../../../src/composition/tls-door.ts'
import { createHttpServer } from '../../../src/routes/http/http-server.ts'
import { SetClock } from '../../certificates/at-another-time.ts'
import { eventually, runServer, temporaryFolder } from '../../running-server.ts'

const folder = temporaryFolder()
let server: RunningServer
let port: number

beforeAll(async () => {
  server = await runServer(folder.path, { overrides: { https: { port: 0 } } })
  port = Number(new URL(server.httpsUrl ?? '').port)
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

/** The root as somebody gets it who has not signed in, by plain HTTP. */
async function rootOfPage(): Promise<X509Certificate> {
  const answer = await fetch(`${server.httpUrl}/chung-thu-goc/tieng-lang.crt`)
  expect(answer.headers.get('content-type')).toBe('application/x-x509-ca-cert')
  return new X509Certificate(Buffer.from(await answer.arrayBuffer()))
}

/** The status, or why TLS was not agreed on. */
function ask(host: string, ca?: string): Promise<number | string> {
  return new Promise((resolve) => {
    const asked = request(`https://${host}:${port}/ready`, { ...(ca && { ca }) }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode ?? 0))
    })
    asked.on('error', (cause) => resolve('code' in cause ? String(cause.code) : cause.message))
    asked.end()
  })
}

test('who trusts the root comes in by name and by address, who does not is refused by their own device', async () => {
  const root = (await rootOfPage()).toString()
  expect(await ask('127.0.0.1', root)).toBe(200)
  expect(await ask('localhost', root)).toBe(200)
  expect(await ask('127.0.0.1')).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE')
  // Another commune's root has the same words in its name, and another key.
  const other = await foreignRoot()
  expect(await ask('127.0.0.1', other)).not.toBe(200)
})

async function foreignRoot(): Promise<string> {
  const away = temporaryFolder()
  const config = { ...server.services.config, dataDir: away.path }
  const authority = new BuiltInAuthority({ config, clock: systemClock })
  await authority.read()
  away.remove()
  return authority.known()?.root.toString() ?? ''
}

test('the page tells anyone, without a script, the fingerprint of the root that it offers', async () => {
  const root = await rootOfPage()
  const answer = await fetch(`${server.httpUrl}/chung-thu-goc`)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-security-policy')).not.toContain('script')
  const html = await answer.text()
  const shown = html.replace(/<br>/g, ' ')
  expect(shown).toContain(root.fingerprint256.replaceAll(':', ' '))
  for (const words of ['Android', 'iPhone', 'Windows', '/chung-thu-goc/tieng-lang.crt'])
    expect(html).toContain(words)
  for (const words of [
    '/chung-thu-goc/tieng-lang.mobileconfig',
    'Cài đặt tin cậy chứng nhận',
    'Chưa được ký',
  ])
    expect(html).toContain(words)
  expect(html).toContain(`href="https://127.0.0.1:${port}"`)
  expect(html).not.toContain('<script')
})

test('an iPhone gets the same root as a profile, which is one of Apple’s by its type and its content', async () => {
  const root = await rootOfPage()
  const answer = await fetch(`${server.httpUrl}/chung-thu-goc/tieng-lang.mobileconfig`)
  expect(answer.headers.get('content-type')).toBe('application/x-apple-aspen-config')
  expect(answer.headers.get('content-disposition')).toBeNull()
  const plist = await answer.text()
  expect(XMLValidator.validate(plist)).toBe(true)
  const [, content = ''] = /<key>PayloadContent<\/key><data>([^<]+)<\/data>/.exec(plist) ?? []
  expect(new X509Certificate(Buffer.from(content, 'base64')).fingerprint256).toBe(root.fingerprint256)
  expect(valuesOf(plist, 'PayloadType')).toEqual(['Configuration', 'com.apple.security.root'])
  expect(valuesOf(plist, 'PayloadDescription')[0]).toContain(root.fingerprint256)
  const ids = valuesOf(plist, 'PayloadUUID')
  expect(new Set(ids).size).toBe(2)
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
})

/** What stands under a key of a property list, wherever it does. */
function valuesOf(plist: string, key: string): string[] {
  return [...plist.matchAll(new RegExp(`<key>${key}</key><string>([^<]*)</string>`, 'g'))].map(
    ([, value = '']) => value,
  )
}

test('a host that somebody made up does not come into the page', async () => {
  const html = await pageFor('evil.example')
  expect(html).not.toContain('evil.example')
  expect(html).toContain(`href="https://127.0.0.1:${port}"`)
  expect(await pageFor('localhost')).toContain(`href="https://localhost:${port}"`)
})

/** `fetch` sets the host itself. */
async function pageFor(host: string): Promise<string> {
  const { request: plainRequest } = await import('node:http')
  return new Promise((resolve, reject) => {
    const asked = plainRequest(`${server.httpUrl}/chung-thu-goc`, { headers: { host } }, (answer) => {
      let text = ''
      answer.on('data', (chunk) => {
        text += chunk
      })
      answer.on('end', () => resolve(text))
    })
    asked.on('error', reject)
    asked.end()
  })
}

test('tieng-lang certificate says at the server what is to be compared on the phone', async () => {
  const root = await rootOfPage()
  const answer = await fetch(`${server.httpUrl}/api/v1/certificates`)
  const facts = (await answer.json()) as CertificatesAnswer
  expect(facts).toMatchObject({ kind: 'builtIn', root: { fingerprint: root.fingerprint256 } })
  expect(facts.names).toEqual(expect.arrayContaining(['localhost', '127.0.0.1']))
  const told = await tellOf(['--data', folder.path])
  expect(told).toContain(root.fingerprint256)
  expect(told).toContain(server.httpsUrl ?? '')
})

async function tellOf(args: string[]): Promise<string> {
  let text = ''
  const terminal = {
    ...{ environment: {}, operator: 'lan', clock: systemClock, chance: server.services.chance },
    out: (piece: string) => {
      text += piece
    },
    ...{ error: () => {}, onStop: () => {}, tellParent: () => {} },
  }
  expect(await certificate.run(args, terminal)).toBe(0)
  return text
}

test('a door that stays open shows the renewed certificate to whoever comes after it', async () => {
  const clock = new SetClock(systemClock.now())
  const away = temporaryFolder()
  const config = { ...server.services.config, dataDir: away.path, https: { port: 0 } }
  const certificates = new BuiltInAuthority({ config, clock })
  const plain = createHttpServer({ log: pino({ level: 'silent' }), bodyBytesMax: 1, requestMsMax: 0 })
  const door = await openTlsDoor({ config, clock, certificates }, plain)
  const at = Number(new URL(door?.url ?? '').port)
  const before = await fingerprintAt(at)
  clock.at += 380 * DAY_MS
  clock.fire()
  const after = await eventually(
    () => fingerprintAt(at),
    (fingerprint) => fingerprint !== before,
  )
  expect(after).toBe(certificates.known()?.server.fingerprint256)
  await door?.close()
  away.remove()
})

function fingerprintAt(at: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: at, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().fingerprint256)
      socket.destroy()
    })
    socket.on('error', reject)
  })
}

test('a server without TLS says so on that page, and offers nothing', async () => {
  const plainFolder = temporaryFolder()
  const plain = await runServer(plainFolder.path)
  try {
    const page = await fetch(`${plain.httpUrl}/chung-thu-goc`)
    expect([page.status, await page.text()]).toEqual([404, expect.stringContaining('không cần cài gì')])
    for (const file of ['tieng-lang.crt', 'tieng-lang.mobileconfig'])
      expect((await fetch(`${plain.httpUrl}/chung-thu-goc/${file}`)).status).toBe(404)
    const facts = await (await fetch(`${plain.httpUrl}/api/v1/certificates`)).json()
    expect(facts).toEqual({ kind: 'none', root: null, server: null, names: [], httpsUrl: null })
  } finally {
    await plain.stop()
    plainFolder.remove()
  }
})
