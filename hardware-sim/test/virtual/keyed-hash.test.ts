import {
  createKeyPair,
  ed25519Check,
  ed25519Signer,
  hasValidSignature,
  parseJws,
  sealJws,
} from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { keyedHashCheck, keyedHashSigner } from '../../src/virtual/keyed-hash.ts'

const sealed = (signer = keyedHashSigner('k-1', 'public')) => {
  const jws = parseJws(Buffer.from(sealJws('tl-test', { say: 'xin chào' }, signer)), 10_000)
  if (!jws.ok) throw new Error(jws.code)
  return jws.value
}

test('it seals and checks; another key, another word, another length do not pass', () => {
  const jws = sealed()
  expect(jws.header.alg).toBe('TL-SIMULATION')
  expect(hasValidSignature(jws, 'public', keyedHashCheck)).toBe(true)
  expect(hasValidSignature(jws, 'other', keyedHashCheck)).toBe(false)
  expect(keyedHashCheck.verify('public', Buffer.from('other words'), jws.signature)).toBe(false)
  expect(keyedHashCheck.verify('public', jws.signingInput, jws.signature.subarray(1))).toBe(false)
})

test("the shipped check does not take it, nor it the shipped signer's", () => {
  const pair = createKeyPair()
  expect(
    hasValidSignature(sealed(keyedHashSigner(pair.kid, pair.publicKey)), pair.publicKey, ed25519Check()),
  ).toBe(false)
  expect(hasValidSignature(sealed(ed25519Signer(pair)), pair.publicKey, keyedHashCheck)).toBe(false)
})
