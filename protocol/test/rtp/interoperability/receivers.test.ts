import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  OPUS_PAYLOAD_TYPE,
  PACKET_SAMPLES,
  parseOpusPayload,
  SrtcpSender,
  SrtpSender,
  sessionKeyBytes,
  writeRtcpCompound,
  writeSdp,
} from '../../../src/rtp/index.ts'
import { KEYS, parsedOf, SESSION_KEY } from '../samples.ts'
import { levelDb, likenessOf } from './likeness.ts'
import { makeOpusStream, type OpusStream, samplesOf } from './opus-stream.ts'
import { ended, freePortPair, isInstalled, sendTo, startReceiver } from './receivers.ts'

const SSRC = 0x1234_5678
/** RFC 3711 §3.3.1: whoever listens for 22 minutes counts the rollover by itself. */
const FIRST_PACKETS = [
  ['from packet 0', 0],
  ['over a rollover', 65_486],
] as const
const hasFfmpeg = isInstalled('ffmpeg', '-version')
const hasGStreamer = ['srtpdec', 'rtpopusdepay', 'opusdec'].every((part) =>
  isInstalled('gst-inspect-1.0', part),
)
const folder = mkdtempSync(join(tmpdir(), 'tieng-lang-rtp-'))
let stream: OpusStream

/** The stream as it goes to somebody else’s receiver: from packet index 0, or begun so short before a rollover. */
function protectedStream({ packets }: OpusStream, nextPacketIndex: number): Uint8Array[] {
  const sender = new SrtpSender(KEYS, { ssrc: SSRC, payloadType: OPUS_PAYLOAD_TYPE, nextPacketIndex })
  return packets.map(
    (payload, count) =>
      sender.protect({ payload, rtpTimestamp: count * PACKET_SAMPLES, marker: count === 0 }).bytes,
  )
}

/** What GStreamer is to know of the session to open its RTP, or its RTCP. */
function gstreamerCaps(kind: 'srtp' | 'srtcp'): string {
  const key = Buffer.from(sessionKeyBytes(SESSION_KEY)).toString('hex')
  const audio = 'media=audio,clock-rate=48000,encoding-name=OPUS,payload=111'
  const ciphers = ['srtp', 'srtcp'].map((each) => `${each}-cipher=aes-128-icm,${each}-auth=hmac-sha1-80`)
  const secret = `ssrc=(uint)${SSRC},srtp-key=(buffer)${key},${ciphers.join(',')}`
  return `caps=application/x-${kind},${kind === 'srtp' ? `${audio},` : ''}${secret}`
}

function expectTheStream(wav: string): void {
  const heard = samplesOf(readFileSync(wav).subarray(44))
  expect(heard.length / 48_000).toBeGreaterThan(2.5)
  expect(Math.abs(levelDb(heard) - levelDb(stream.samples))).toBeLessThan(1)
  expect(likenessOf(heard, stream.samples)).toBeGreaterThan(0.98)
}

beforeAll(() => {
  if (hasFfmpeg) stream = makeOpusStream()
})

afterAll(() => rmSync(folder, { recursive: true }))

describe('somebody else’s receiver plays a session', () => {
  it.skipIf(!hasFfmpeg)('what libopus makes is framed as we read it: 20 ms, mono', () => {
    expect(stream.packets).toHaveLength(200)
    for (const packet of stream.packets) {
      expect(parsedOf(parseOpusPayload(packet))).toEqual({ frames: 1, samples: 960, isStereo: false })
    }
  })

  it.skipIf(!hasFfmpeg).each(FIRST_PACKETS)('ffmpeg, from its SDP, %s', async (_, nextPacketIndex) => {
    const port = await freePortPair()
    const [sdp, wav] = [join(folder, 'session.sdp'), join(folder, `ffmpeg-${nextPacketIndex}.wav`)]
    const place = { destination: { address: '127.0.0.1', port }, senderAddress: '127.0.0.1' }
    const names = { sdpSessionId: 1, name: 'Thử tiếng', ssrc: SSRC, cname: 'tl' }
    writeFileSync(sdp, writeSdp({ ...names, ...place, sessionKey: SESSION_KEY }))
    const input = ['-protocol_whitelist', 'file,udp,rtp,srtp,crypto', '-i', sdp]
    const output = ['-t', '3', '-ac', '1', '-ar', '48000', '-bitexact', wav]
    const receiver = await startReceiver('ffmpeg', ['-v', 'error', '-nostdin', ...input, ...output], port)
    await sendTo(receiver, protectedStream(stream, nextPacketIndex), port)
    await ended(receiver)
    expectTheStream(wav)
  })

  it.skipIf(!hasFfmpeg || !hasGStreamer).each(FIRST_PACKETS)(
    'GStreamer, with the key of the SDP, %s',
    async (_, nextPacketIndex) => {
      const port = await freePortPair()
      const wav = join(folder, `gstreamer-${nextPacketIndex}.wav`)
      const source = ['udpsrc', 'address=127.0.0.1', `port=${port}`, 'num-buffers=200', gstreamerCaps('srtp')]
      const decode =
        '! srtpdec ! rtpjitterbuffer ! rtpopusdepay ! opusdec ! audioconvert ! audioresample'.split(' ')
      const format = ['!', 'audio/x-raw,format=S16LE,rate=48000,channels=1', '!', 'wavenc']
      const pipeline = [...source, ...decode, ...format, '!', 'filesink', `location=${wav}`]
      const receiver = await startReceiver('gst-launch-1.0', ['-q', ...pipeline], port)
      await sendTo(receiver, protectedStream(stream, nextPacketIndex), port)
      await ended(receiver)
      expectTheStream(wav)
    },
  )

  it.skipIf(!hasGStreamer)('GStreamer opens what is said of it (SRTCP), to the byte', async () => {
    const port = await freePortPair()
    const file = join(folder, 'gstreamer.rtcp')
    const compounds = [0, 1, 2].map((second) =>
      writeRtcpCompound({
        report: {
          ...{ type: 'senderReport', ssrc: SSRC, sentAt: 1_795_000_000_000 + second * 1_000 },
          ...{ rtpTimestamp: second * 48_000, packetCount: second * 50, octetCount: second * 4_000 },
          reports: [],
        },
        cname: 'tl',
      }),
    )
    const source = ['udpsrc', 'address=127.0.0.1', `port=${port}`, 'num-buffers=3', gstreamerCaps('srtcp')]
    const open = ['!', 'open.rtcp_sink', 'srtpdec', 'name=open', 'open.rtcp_src', '!']
    const receiver = await startReceiver(
      'gst-launch-1.0',
      ['-q', ...source, ...open, 'filesink', `location=${file}`],
      port,
    )
    const sender = new SrtcpSender(KEYS)
    await sendTo(
      receiver,
      compounds.map((compound) => sender.protect(compound)),
      port,
    )
    await ended(receiver)
    expect(readFileSync(file)).toEqual(Buffer.concat(compounds))
  })
})
