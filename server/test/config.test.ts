import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { loadConfig } from '../src/config.ts'
import { temporaryFolder } from './running-server.ts'

const folder = temporaryFolder()
afterAll(folder.remove)
const fileWith = (content: unknown) => {
  const path = join(folder.path, 'config.json')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

test('the environment wins over the file, flags over both', () => {
  const config = loadConfig({
    file: fileWith({ port: 1_000, host: '0.0.0.0', mqtt: { port: 2_000 } }),
    environment: {
      TIENG_LANG_PORT: '3000',
      TIENG_LANG_MQTT_PUBLIC_URLS: 'mqtt://a:1, mqtt://b:2',
      HOME: '/',
    },
    overrides: { mqtt: { host: '127.0.0.2', port: undefined } },
  })
  expect(config).toMatchObject({ port: 3_000, host: '0.0.0.0', timeZone: 'Asia/Ho_Chi_Minh', mqttUrl: null })
  expect(config.mqtt).toEqual({ host: '127.0.0.2', port: 2_000, publicUrls: ['mqtt://a:1', 'mqtt://b:2'] })
})

test('TLS is wanted where a port is given: with files, or with a certificate of our own', () => {
  expect(loadConfig({ environment: {} }).https).toBeNull()
  const own = loadConfig({ environment: { TIENG_LANG_HTTPS_PORT: '8443', TIENG_LANG_HTTPS_NAMES: 'loa.vn' } })
  expect(own.https).toEqual({ port: 8_443, names: ['loa.vn'] })
  const files = { port: 1, certificateFile: 'a.pem', keyFile: 'b.pem' }
  const flag = { https: { port: 8_443 } }
  expect(loadConfig({ file: fileWith({ https: files }), environment: {}, overrides: flag }).https).toEqual({
    ...files,
    port: 8_443,
  })
})

test.each([
  [{ file: { prot: 1 } }, 'prot'],
  [{ file: { mqtt: { hots: 'x' } } }, 'mqtt.hots'],
  [{ file: { port: 'eighty' } }, '/port'],
  [{ file: '[]' }, 'not a JSON object'],
  [{ file: { https: { port: 8443, certificateFile: 'a.pem' } } }, '/https'],
  [{ environment: { TIENG_LANG_HTTPS_HOST: '0.0.0.0' } }, '/https'],
  [{ environment: { TIENG_LANG_PROT: '1' } }, 'TIENG_LANG_PROT'],
  [{ environment: { TIENG_LANG_PORT: '99999' } }, '/port'],
  [{ environment: { TIENG_LANG_TIME_ZONE: 'Asia/Hanoi2' } }, 'Asia/Hanoi2'],
])(
  '%j is refused with a sentence that names it',
  ({ file, environment = {} }: { file?: unknown; environment?: object }, named) => {
    const load = () =>
      loadConfig({ file: file === undefined ? undefined : fileWith(file), environment: { ...environment } })
    expect(load).toThrow(
      expect.objectContaining({ code: 'badConfig', message: expect.stringContaining(named) }),
    )
  },
)
