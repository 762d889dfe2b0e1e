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
    const asked = ['-T', 'fields', '-E', 'separator=|', '-e', 'frame.protocols', '-e', '_ws.malformed']
    const lines = execFileSync('tshark', ['-r', file, ...ports, ...asked], { encoding: 'utf8' })
      .trim()
      .split('\n')
    const protocols = lines.map((line) => line.split('|')[0]?.split(':').at(-1))
    expect(protocols).toEqual(['rtp', 'rtcp', 'rtcp', 'stun', 'stun'])
    expect(lines.map((line) => line.split('|')[1])).toEqual(['', '', '', '', ''])
  },
)
