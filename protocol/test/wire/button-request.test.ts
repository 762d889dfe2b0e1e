import { expect, test } from 'vitest'
import {
  type ButtonRequest,
  createKeyPair,
  ed25519Check,
  ed25519Signer,
  openButtonRequest,
  sealButtonRequest,
  sealJws,
} from '../../src/index.ts'

const device = createKeyPair()
const request: ButtonRequest = {
  clusterId: 'c-1',
  bootId: 'boot-1',
  press: 3,
  emergencyId: 'button-1',
  event: 'fire',
  pressedAt: 1_790_000_000_000,
}
const expected = { clusterId: 'c-1', publicKey: device.publicKey, signatures: ed25519Check() }
const signer = ed25519Signer(device)
const codeOf = (sealed: string, changes = {}) => {
  const opened = openButtonRequest(sealed, { ...expected, ...changes })
  return opened.ok ? 'ok' : opened.code
}

test('what a device has sealed is opened as it was', () => {
  const opened = openButtonRequest(sealButtonRequest(request, signer), expected)
  expect(opened).toEqual({ ok: true, value: request })
})

test('another key, another cluster, another type of message and another shape are refused by their codes', () => {
  const sealed = sealButtonRequest(request, signer)
  expect(codeOf(sealButtonRequest(request, ed25519Signer(createKeyPair())))).toBe('badSignature')
  expect(codeOf(sealed, { clusterId: 'c-2' })).toBe('wrongAudience')
  expect(codeOf(sealJws('tl+playout', request, signer))).toBe('unknownType')
  expect(codeOf(sealJws('tl+button', { ...request, press: 0 }, signer))).toBe('shapeMismatch')
  expect(codeOf('x'.repeat(2_001))).toBe('oversized')
  expect(codeOf('nút bấm')).toBe('malformed')
})
