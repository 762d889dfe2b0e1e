import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { SrtpSender, writeMediaAnswer, writeMediaRequest, writeRtcpCompound } from '../../../src/rtp/index.ts'
import { KEYS, mediaKeys } from '../samples.ts'
import { mediaAnswer, mediaRequest } from '../stun/exchange-samples.ts'
import { isInstalled } from './receivers.ts'

const folder = mkdtempSync(join(tmpdir(), 'tieng-lang-tshark-'))
const PORTS = { rtp: 15_004, rtcp: 15_005, stun: 3_478 }

/** What tshark is asked of each frame. */
const FIELDS = [
  ...(['frame.protocols', '_ws.malformed', 'rtcp.pt', 'rtcp.length_check', 'rtcp.rtpfb.nack_blp'] as const),
  ...(['stun.att.type', 'stun.att.username', 'stun.att.ipv4', 'stun.att.ipv6'] as const),
] as const

afterAll(() => rmSync(folder, { recursive: true }))

/** A capture file (pcap, raw IPv4) with one UDP datagram a packet. */
function captureOf(datagrams: { port: number; bytes: Uint8Array }[]): Buffer {
  const head = Buffer.from('d4c3b2a1020004000000000000000000ffff000065000000', 'hex')
  return Buffer.concat([head, ...datagrams.map(capturedPacket)])
}

function capturedPacket({ port, bytes }: { port: number; bytes: Uint8Array }): Buffer {
  const head = Buffer.alloc(16 + 20 + 8)
  const ipBytes = 28 + bytes.length
  head.writeUInt32LE(ipBytes, 8)
  head.writeUInt32LE(ipBytes, 12)
  head.set(Buffer.from('4500000000000000401100007f0000017f000001', 'hex'), 16)
  head.writeUInt16BE(ipBytes, 18)
  head.writeUInt16BE(40_000, 36)
  head.writeUInt16BE(port, 38)
  head.writeUInt16BE(8 + bytes.length, 40)
  return Buffer.concat([head, bytes])
}

it.skipIf(!isInstalled('tshark', '--version'))(
  'tshark dissects RTP, RTCP and STUN without a malformed frame',
  () => {
    const sender = new SrtpSender(KEYS, { ssrc: 7, payloadType: 111 })
    const report = { ssrc: 7, sentAt: 1_795_000_000_000, rtpTimestamp: 960, packetCount: 1, octetCount: 9 }
    const nack = { senderSsrc: 5, mediaSsrc: 7, sequenceNumbers: [65_535, 0, 9] }
    const capture = captureOf([
      {
        port: PORTS.rtp,
        bytes: sender.protect({ payload: Buffer.alloc(80), rtpTimestamp: 960, marker: true }).bytes,
      },
      {
        port: PORTS.rtcp,
        bytes: writeRtcpCompound({
          report: { type: 'senderReport', ...report, reports: [] },
          cname: 'tl',
          goodbye: { type: 'goodbye', ssrcs: [7], reason: 'xong' },
        }),
      },
      {
        port: PORTS.rtcp,
        bytes: writeRtcpCompound({
          report: { type: 'receiverReport', ssrc: 5, reports: [] },
          cname: 'c-1',
          nack: { type: 'nack', ...nack },
        }),
      },
      { port: PORTS.stun, bytes: writeMediaRequest(mediaRequest(), mediaKeys()) },
      {
        port: PORTS.stun,
        bytes: writeMediaAnswer(
          mediaAnswer({ otherSender: { address: '2001:db8::1', port: 9 } }),
          mediaKeys(),
        ),
      },
    ])
    const file = join(folder, 'session.pcap')
    writeFileSync(file, capture)
    const ports = ['-d', `udp.port==${PORTS.rtp},rtp`, '-d', `udp.port==${PORTS.rtcp},rtcp`]
    const options = ['-T', 'fields', '-E', 'separator=|', ...FIELDS.flatMap((field) => ['-e', field])]
    const frames = execFileSync('tshark', ['-r', file, ...ports, ...options], { encoding: 'utf8' })
      .split('\n')
      .slice(0, -1)
      .map((line) => line.split('|'))
    const column = (field: (typeof FIELDS)[number]) => frames.map((each) => each[FIELDS.indexOf(field)] ?? '')
    const numbers = (text: string) => (text === '' ? [] : text.split(',').map(Number))
    expect(column('frame.protocols').map((path) => path.split(':').at(-1))).toEqual([
      'rtp',
      'rtcp',
      'rtcp',
      'stun',
      'stun',
    ])
    expect(column('_ws.malformed')).toEqual(['', '', '', '', ''])
    // What is not quite right is often no malformed frame to it: so it has to find all that was written.
    expect(column('rtcp.pt').map(numbers)).toEqual([[], [200, 202, 203], [201, 202, 205], [], []])
    // Spelt `1` or `True`, as its version may be.
    for (const rightLength of column('rtcp.length_check').slice(1, 3))
      expect(rightLength).toMatch(/^(?:1|True)$/)
    // Of the sixteen after 65,535 the first and the tenth.
    expect(Number(column('rtcp.rtpfb.nack_blp')[2])).toBe(0x201)
    expect(column('stun.att.type').map(numbers)).toEqual([
      ...[[], [], []],
      // Those of ours are unknown to it, and passed over.
      [0x0006, 0x0026, 0x001c],
      [0x0020, 0x8023, 0x001c],
    ])
    expect(column('stun.att.username')[3]).toBe('live-1:c-1')
    expect([column('stun.att.ipv4')[4], column('stun.att.ipv6')[4]]).toEqual(['192.0.2.1', '2001:db8::1'])
  },
)
