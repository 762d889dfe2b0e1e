import { createHash, createSecretKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { parseStunMessage } from '../../../src/rtp/index.ts'
import { hasValidIntegrity, withIntegrity } from '../../../src/rtp/stun/message-integrity.ts'
import { parseAddress, writeAddress, xorAddress } from '../../../src/rtp/stun/transport-address.ts'
import { hex, parsedOf } from '../samples.ts'

/** RFC 8489 B.1, with the verified erratum 6268. */
const REQUEST = hex(`
  00010090 2112a442 78ad3433c6ad72c029da412e
  001e0020 4a3cf38fef6992bda952c6780417da0f24819415569e60b205c46e41407f1704
  00150029 6f624d61744a6f733241414143662f2f3439396b39353464364f4c33346f4c39465354767936347341 000000
  0014000b 6578616d706c652e6f7267 00
  001d0004 00020000
  001c0020 b5c7bf005b6c52a21c51c5e892f81924136296cb927c43149309278cc6518e65`)
const KEY = createSecretKey(createHash('sha256').update('マトリックス:example.org:TheMatrIX').digest())

describe('RFC 8489 B.1', () => {
  it('its MESSAGE-INTEGRITY-SHA256 is right, and wrong once a bit is changed', () => {
    expect(hasValidIntegrity(parsedOf(parseStunMessage(REQUEST)), KEY)).toBe(true)
    for (let offset = 20; offset < REQUEST.length; offset += 1) {
      const changed = Buffer.from(REQUEST)
      changed[offset] = (changed[offset] ?? 0) ^ 1
      const message = parseStunMessage(changed)
      expect(message.ok && hasValidIntegrity(message.value, KEY)).toBe(false)
    }
  })

  it('is written byte for byte', () => {
    const before = Buffer.from(REQUEST.subarray(0, -36))
    expect(Buffer.from(withIntegrity(before, KEY))).toEqual(REQUEST)
  })
})

describe('RFC 5769 §2.2 and §2.3: XOR-MAPPED-ADDRESS', () => {
  const transactionId = hex('b7e7a701 bc34d686 fa87dfae')
  it.each([
    ['192.0.2.1', '0001a147 e112a643'],
    ['2001:db8:1234:5678:11:2233:4455:6677', '0002a147 0113a9faa5d3f179bc25f4b5bed2b9d9'],
  ])('%s', (address, text) => {
    const value = hex(text)
    expect(parseAddress(xorAddress(value, transactionId))).toEqual({ address, port: 32_853 })
    expect(xorAddress(writeAddress({ address, port: 32_853 }), transactionId)).toEqual(value)
  })
})

it.each([
  ['::', '::'],
  ['::1', '::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['::ffff:192.0.2.7', '::ffff:c000:207'],
  ['2001:DB8:0:0:8:800:200C:417A', '2001:db8::8:800:200c:417a'],
])('RFC 5952: %s is %s', (text, address) => {
  expect(parseAddress(writeAddress({ address: text, port: 1 }))).toEqual({ address, port: 1 })
})

it('what is no address is not written, and not read', () => {
  expect(() => writeAddress({ address: 'loa.example.vn', port: 1 })).toThrow(RangeError)
  expect(parseAddress(hex('0001a147 e112a6'))).toBeUndefined()
  expect(parseAddress(hex('0003a147 e112a643'))).toBeUndefined()
  expect(parseAddress(hex('00'))).toBeUndefined()
})
