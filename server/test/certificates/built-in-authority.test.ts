import type { X509Certificate } from 'node:crypto'
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DAY_MS } from '@tieng-lang/protocol'
import { afterEach, expect, test } from 'vitest'
import { BuiltInAuthority } from '../../src/certificates/built-in-authority.ts'
import { loadConfig, type ServerConfig } from '../../src/config.ts'
import { temporaryFolder } from '../running-server.ts'
import { SetClock } from './at-another-time.ts'

const NOW = Date.parse('2026-11-21T00:00:00Z')
const folders: { remove(): void }[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove()
})

/** A data folder of its own; the program may be started there again and again. */
function room() {
  const folder = temporaryFolder()
  folders.push(folder)
  const clock = new SetClock(NOW)
  const file = join(folder.path, 'certificates.json')
  const start = (https: ServerConfig['https'] = { port: 0, names: ['loa.xa.example', '10.1.2.3'] }) => {
    const config = loadConfig({ environment: {}, overrides: { dataDir: folder.path, https } })
    return new BuiltInAuthority({ config, clock })
  }
  return { folder: folder.path, clock, file, start }
}

/** What it shows after a look. */
async function shownBy(authority: BuiltInAuthority) {
  await authority.read()
  const known = authority.known()
  if (!known) throw new Error('nothing is known')
  return known
}

test('RFC 5280 §4.2.1: a root that signs, and below it a certificate for TLS servers of these names', async () => {
  const { root, server } = await shownBy(room().start())
  expect({ ca: root.ca, self: root.verify(root.publicKey) }).toEqual({ ca: true, self: true })
  expect(root.subject).toMatch(/^O=Tiếng Làng\nCN=Tiếng Làng [0-9A-F]{4}-[0-9A-F]{4}$/)
  expect(server.ca).toBe(false)
  expect(server.checkIssued(root) && server.verify(root.publicKey)).toBe(true)
  // id-kp-serverAuth
  expect(server.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
  for (const host of ['localhost', 'loa.xa.example']) expect(server.checkHost(host)).toBe(host)
  for (const address of ['127.0.0.1', '10.1.2.3']) expect(server.checkIP(address)).toBe(address)
  expect(server.checkHost('evil.example')).toBeUndefined()
})

test('validity follows our clock: a year and a month for the server, twenty years for the root', async () => {
  const { root, server } = await shownBy(room().start())
  const days = ({ validFrom, validTo }: X509Certificate) =>
    [validFrom, validTo].map((text) => Math.round((Date.parse(text) - NOW) / DAY_MS))
  expect(days(server)).toEqual([-1, 397])
  expect(days(root)).toEqual([-365, 7_300])
})

test('kept for the next start in one file that the owner alone can read; nothing else is left behind', async () => {
  const { file, folder, start } = room()
  const first = await shownBy(start())
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['certificates.json'])
  const second = await shownBy(start())
  expect(second.server.fingerprint256).toBe(first.server.fingerprint256)
})

test('renewed thirty days before its end, by the same root, with a key of its own', async () => {
  const { clock, start } = room()
  const authority = start()
  const first = await shownBy(authority)
  clock.at = NOW + 366 * DAY_MS
  expect((await shownBy(authority)).server.fingerprint256).toBe(first.server.fingerprint256)
  clock.at = NOW + 368 * DAY_MS
  const renewed = await shownBy(authority)
  expect(renewed.server.fingerprint256).not.toBe(first.server.fingerprint256)
  expect(renewed.server.publicKey.equals(first.server.publicKey)).toBe(false)
  expect(renewed.root.fingerprint256).toBe(first.root.fingerprint256)
  expect(renewed.server.verify(first.root.publicKey)).toBe(true)
})

test('made anew for a name that it lacks, and where a clock that was ahead has been put right', async () => {
  const { clock, start } = room()
  clock.at = NOW + 100 * DAY_MS
  const first = await shownBy(start())
  clock.at = NOW
  const back = await shownBy(start())
  expect(Date.parse(back.server.validFrom)).toBeLessThan(NOW)
  const named = await shownBy(start({ port: 0, names: ['tram.example'] }))
  expect(named.server.checkHost('tram.example')).toBe('tram.example')
  for (const { root } of [back, named]) expect(root.fingerprint256).toBe(first.root.fingerprint256)
})

test('a machine that wakes up years ago by its clock keeps its root: whoever trusts it need not trust another', async () => {
  const { clock, start } = room()
  const first = await shownBy(start())
  clock.at = 0
  const asleep = await shownBy(start())
  clock.at = NOW
  const awake = await shownBy(start())
  expect(Date.parse(asleep.root.validFrom)).toBeLessThan(0)
  expect(awake.root.fingerprint256).toBe(first.root.fingerprint256)
  expect(awake.server.verify(first.root.publicKey)).toBe(true)
  expect(Date.parse(awake.server.validFrom)).toBeGreaterThan(NOW - 2 * DAY_MS)
})

test('what cannot be renewed is shown on; a damaged file stops the start, for a new root is trusted by nobody', async () => {
  const { clock, file, folder, start } = room()
  const first = await shownBy(start())
  clock.at = NOW + 390 * DAY_MS
  // There is no openssl in that folder.
  const path = process.env.PATH
  process.env.PATH = folder
  const kept = await shownBy(start()).finally(() => {
    process.env.PATH = path
  })
  expect(kept.server.fingerprint256).toBe(first.server.fingerprint256)
  writeFileSync(file, '{}')
  chmodSync(file, 0o600)
  await expect(start().read()).rejects.toMatchObject({ code: 'certificatesDamaged' })
})

test('without openssl a first start is refused in words, and keeps nothing', async () => {
  const { folder, file, start } = room()
  const path = process.env.PATH
  process.env.PATH = folder
  const refused = start()
    .read()
    .finally(() => {
      process.env.PATH = path
    })
  await expect(refused).rejects.toMatchObject({
    ...{ code: 'certificateNotMade', message: expect.stringContaining('openssl is not installed') },
  })
  expect(existsSync(file)).toBe(false)
})

test('a run that was cut off leaves no key behind once there is another', async () => {
  const { folder, start } = room()
  await shownBy(start())
  const work = join(folder, 'certificate-work')
  writeFileSync(work, 'left behind')
  const key = readFileSync(join(folder, 'certificates.json'), 'utf8')
  rmSync(join(folder, 'certificates.json'))
  await shownBy(start())
  expect(existsSync(work)).toBe(false)
  expect(readFileSync(join(folder, 'certificates.json'), 'utf8')).not.toBe(key)
})
