import { systemClock } from '@tieng-lang/protocol/node'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  checkedAddresses,
  parseSourceUrl,
  type SourceRules,
} from '../../../src/media/relay-source/address/checked-address.ts'
import { isPublicAddress } from '../../../src/media/relay-source/address/public-address.ts'

const rules = (found: string[], privateSourcesAllowed: string[] = []): SourceRules => ({
  ...{ clock: systemClock, privateSourcesAllowed, resolve: async () => found },
})

test.each([
  '8.8.8.8',
  '113.160.0.1',
  '172.15.0.1',
  '172.32.0.1',
  '100.63.1.1',
  '2001:4860:4860::8888',
  '2400::1',
])('%s is public', (address) => expect(isPublicAddress(address)).toBe(true))

test.each([
  ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.9.9.9', '169.254.169.254', '172.16.0.1'],
  ...['172.31.255.255', '192.0.0.1', '192.0.2.1', '192.168.1.1', '198.18.0.1', '198.51.100.1', '203.0.113.1'],
  ...[
    '224.0.0.1',
    '239.1.1.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:8.8.8.8',
    '::ffff:127.0.0.1',
  ],
  ...['::127.0.0.1', '64:ff9b::7f00:1', 'fc00::1', 'fd12::1', 'fe80::1', 'fe80::1%eth0', 'ff02::1', '100::1'],
  ...['2001::1', '2001:db8::1', '2002:7f00:1::', '3fff::1', 'localhost', '', '1.2.3'],
])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false))

test.each([
  ...[
    'file:///etc/passwd',
    'ftp://a.vn/x',
    'rtsp://a.vn/x',
    'concat:a|b',
    'data:audio/mpeg,x',
    'gopher://a.vn',
  ],
  ...['//a.vn/x', 'a.vn/x', '', 'http://', 'http://ten:mat-khau@a.vn/x', `http://a.vn/${'x'.repeat(2_000)}`],
])('a URL such as %s is refused', (url) =>
  expect(() => parseSourceUrl(url)).toThrow(expect.objectContaining({ code: 'sourceRefused' })),
)

test.each([
  ...['http://127.0.0.1/', 'http://2130706433/', 'http://0x7f.1/', 'http://0177.0.0.1/', 'http://127.1/'],
  ...['http://[::1]/', 'http://[::ffff:127.0.0.1]/', 'http://169.254.169.254/latest', 'http://１２７.0.0.1/'],
])('%s is loopback or link-local, however it is written', async (url) => {
  const refused = checkedAddresses(parseSourceUrl(url), rules([]))
  await expect(refused).rejects.toMatchObject({ code: 'sourceRefused' })
})

test('of a name only its public addresses are connected to; with none it is refused', async () => {
  const url = parseSourceUrl('https://dai.vn/live')
  await expect(checkedAddresses(url, rules(['10.0.0.1', '8.8.8.8', '::1']))).resolves.toEqual([
    { address: '8.8.8.8', family: 4 },
  ])
  await expect(checkedAddresses(url, rules(['10.0.0.1', 'fd00::1']))).rejects.toMatchObject({
    code: 'sourceRefused',
  })
  await expect(checkedAddresses(url, rules([]))).rejects.toMatchObject({ code: 'sourceUnreachable' })
  const broken = { ...rules([]), resolve: () => Promise.reject(new Error('ENOTFOUND')) }
  await expect(checkedAddresses(url, broken)).rejects.toMatchObject({ code: 'sourceUnreachable' })
})

test('what the administrator has named is let in, on that port alone', async () => {
  const named = ['127.0.0.1:8000', 'dai.noi-bo:443']
  const asked = (url: string) => checkedAddresses(parseSourceUrl(url), rules(['10.0.0.7'], named))
  await expect(asked('http://127.0.0.1:8000/x')).resolves.toEqual([{ address: '127.0.0.1', family: 4 }])
  await expect(asked('https://dai.noi-bo/x')).resolves.toEqual([{ address: '10.0.0.7', family: 4 }])
  await expect(asked('http://127.0.0.1:8001/x')).rejects.toMatchObject({ code: 'sourceRefused' })
  await expect(asked('http://dai.noi-bo/x')).rejects.toMatchObject({ code: 'sourceRefused' })
})

test('no text makes the reader of URLs fail otherwise than by a code', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl()), (text) => {
      try {
        return ['http:', 'https:'].includes(parseSourceUrl(text).protocol)
      } catch (cause) {
        return cause instanceof Error && 'code' in cause && cause.code === 'sourceRefused'
      }
    }),
    { numRuns: 500 },
  )
})
