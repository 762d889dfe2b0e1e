import { createSecretKey } from 'node:crypto'
import { expect, it } from 'vitest'
import { protectRtcp } from '../../../src/rtp/srtp/srtcp.ts'
import { protectRtp, unprotectRtp } from '../../../src/rtp/srtp/srtp.ts'
import { deriveBytes } from '../../../src/rtp/srtp/srtp-keys.ts'
import { counterMode } from '../../../src/rtp/srtp/transforms.ts'
import { hex, KEYS, parsedOf, SESSION_KEY } from '../samples.ts'

it('RFC 3711 B.2: the keystream of AES in counter mode', () => {
  const key = createSecretKey(hex('2B7E151628AED2A6ABF7158809CF4F3C'))
  const keystream = counterMode(key, hex('F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000'), Buffer.alloc(0xff02 * 16))
  const blockAt = (index: number) => keystream.subarray(index * 16, index * 16 + 16)
  expect(blockAt(0)).toEqual(hex('E03EAD0935C95E80E166B16DD92B4EB4'))
  expect(blockAt(1)).toEqual(hex('D23513162B02D0F72A43A2FE4A5F97AB'))
  expect(blockAt(2)).toEqual(hex('41E95B3BB0A2E8DD477901E4FCA894C0'))
  expect(blockAt(0xfeff)).toEqual(hex('EC8CDF7398607CB0F2D21675EA9EA1E4'))
  expect(blockAt(0xff00)).toEqual(hex('362B7C3C6773516318A077D7FC5073AE'))
  expect(blockAt(0xff01)).toEqual(hex('6A2CC3787889374FBEB4C81B17BA6C44'))
})

it('RFC 3711 B.3: session keys from the master key', () => {
  expect(deriveBytes(SESSION_KEY, 0, 16)).toEqual(hex('C61E7A93744F39EE10734AFE3FF7A087'))
  expect(deriveBytes(SESSION_KEY, 2, 14)).toEqual(hex('30CBBC08863D8C85D49DB34A9AE1'))
  const authenticationKey = deriveBytes(SESSION_KEY, 1, 94)
  expect(authenticationKey.subarray(0, 32)).toEqual(
    hex('CEBE321F6FF7716B6FD4AB49AF256A156D38BAA48F0A0ACF3C34E2359E6CDBCE'),
  )
})

/** The vectors that libsrtp checks itself with at each start. */
it('RFC 3711 §3.1: protects an RTP packet as libsrtp does', () => {
  const plain = hex('800f1234 decafbad cafebabe abababab abababab abababab abababab')
  const sent = hex('800f1234 decafbad cafebabe 4e55dc4c e79978d8 8ca4d215 949d2402 b78d6acc 99ea179b 8dbb')
  expect(Buffer.from(protectRtp(KEYS, plain, 0x1234))).toEqual(sent)
  expect(Buffer.from(parsedOf(unprotectRtp(KEYS, sent, 0x1234)))).toEqual(plain)
})

it('RFC 3711 §3.4: protects an RTCP packet as libsrtp does', () => {
  const plain = hex('81c8000b cafebabe abababab abababab abababab abababab')
  const sent = hex('81c8000b cafebabe 71280 35be487b9bdbef89041f977a5a8 80000001 993e08cd54d6c1230798')
  expect(Buffer.from(protectRtcp(KEYS, plain, 1))).toEqual(sent)
})
