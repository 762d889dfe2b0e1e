import { expect, it } from 'vitest'
import { type SessionDescription, writeSdp } from '../../src/rtp/index.ts'
import { SESSION_KEY } from './samples.ts'

const session: SessionDescription = {
  ...{ sdpSessionId: 42, name: 'Phát thanh trực tiếp', senderAddress: '192.0.2.1', ssrc: 7, cname: 'tl' },
  ...{ destination: { address: '192.0.2.9', port: 5_004 }, sessionKey: SESSION_KEY },
}

it('RFC 8866, RFC 4568 §6.1, RFC 7587 §7: a session for somebody else’s receiver', () => {
  expect(writeSdp(session).split('\r\n')).toEqual([
    'v=0',
    'o=- 42 1 IN IP4 192.0.2.1',
    's=Phát thanh trực tiếp',
    'c=IN IP4 192.0.2.9',
    't=0 0',
    'm=audio 5004 RTP/SAVP 111',
    'a=rtpmap:111 opus/48000/2',
    'a=fmtp:111 useinbandfec=1; stereo=0; sprop-stereo=0',
    'a=ptime:20',
    'a=sendonly',
    'a=ssrc:7 cname:tl',
    'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:4fl6DT4Bi+DWT6MsBt5BOQ7Gda1Jiv7rtpYLOqvm',
    '',
  ])
})

it('a name cannot add lines, and no name is a dash', () => {
  expect(writeSdp({ ...session, name: 'a\r\nm=video 1 RTP/AVP 0' })).toContain('s=a m=video 1 RTP/AVP 0\r\n')
  expect(writeSdp({ ...session, name: ' \n' })).toContain('s=-\r\n')
})

it('what is no address or port is not written', () => {
  expect(() => writeSdp({ ...session, senderAddress: 'x\r\na=y' })).toThrow(RangeError)
  expect(() => writeSdp({ ...session, destination: { address: '::1', port: 0 } })).toThrow(RangeError)
})
