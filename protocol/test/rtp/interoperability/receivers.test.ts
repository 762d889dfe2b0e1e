import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  OPUS_PAYLOAD_TYPE,
  PACKET_SAMPLES,
  parseOpusPayload,
  SrtpSender,
  sessionKeyBytes,
  writeSdp,
} from '../../../src/rtp/index.ts'
import { KEYS, parsedOf, SESSION_KEY } from '../samples.ts'
import { levelDb, likenessOf } from './likeness.ts'
import { makeOpusStream, type OpusStream, samplesOf } from './opus-stream.ts'
import { ended, freePortPair, isInstalled, sendTo, startReceiver } from './receivers.ts'

const SSRC = 0x1234_5678
const hasFfmpeg = isInstalled('ffmpeg', '-version')
const hasGStreamer = ['srtpdec', 'rtpopusdepay', 'opusdec'].every((part) =>
  isInstalled('gst-inspect-1.0', part),
)
const folder = mkdtempSync(join(tmpdir(), 'tieng-lang-rtp-'))
let stream: OpusStream

/** The stream as it goes to somebody else's receiver: from packet index 0. */
function protectedStream({ packets }: OpusStream): Uint8Array[] {
  const sender = new SrtpSender(KEYS, { ssrc: SSRC, payloadType: OPUS_PAYLOAD_TYPE })
  return packets.map(
    (payload, count) =>
      sender.protect({ payload, rtpTimestamp: count * PACKET_SAMPLES, marker: count === 0 }).bytes,
  )
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

  it.skipIf(!hasFfmpeg)('ffmpeg, from its SDP', async () => {
    const port = await freePortPair()
    const [sdp, wav] = [join(folder, 'session.sdp'), join(folder, 'ffmpeg.wav')]
    const place = { destination: { address: '127.0.0.1', port }, senderAddress: '127.0.0.1' }
    const names = { sdpSessionId: 1, name: 'Thử tiếng', ssrc: SSRC, cname: 'tl' }
    writeFileSync(sdp, writeSdp({ ...names, ...place, sessionKey: SESSION_KEY }))
    const input = ['-protocol_whitelist', 'file,udp,rtp,srtp,crypto', '-i', sdp]
    const output = ['-t', '3', '-ac', '1', '-ar', '48000', '-bitexact', wav]
    const receiver = await startReceiver('ffmpeg', ['-v', 'error', '-nostdin', ...input, ...output], port)
    await sendTo(receiver, protectedStream(stream), port)
    await ended(receiver)
    expectTheStream(wav)
  })

  it.skipIf(!hasFfmpeg || !hasGStreamer)('GStreamer, with the key of the SDP', async () => {
    const port = await freePortPair()
    const wav = join(folder, 'gstreamer.wav')
    const key = Buffer.from(sessionKeyBytes(SESSION_KEY)).toString('hex')
    const audio = 'media=audio,clock-rate=48000,encoding-name=OPUS,payload=111'
    const ciphers = ['srtp', 'srtcp'].map((kind) => `${kind}-cipher=aes-128-icm,${kind}-auth=hmac-sha1-80`)
    const caps = `application/x-srtp,${audio},ssrc=(uint)${SSRC},srtp-key=(buffer)${key},${ciphers.join(',')}`
    const source = ['udpsrc', 'address=127.0.0.1', `port=${port}`, 'num-buffers=200', `caps=${caps}`]
    const decode =
      '! srtpdec ! rtpjitterbuffer ! rtpopusdepay ! opusdec ! audioconvert ! audioresample'.split(' ')
    const format = ['!', 'audio/x-raw,format=S16LE,rate=48000,channels=1', '!', 'wavenc']
    const pipeline = [...source, ...decode, ...format, '!', 'filesink', `location=${wav}`]
    const receiver = await startReceiver('gst-launch-1.0', ['-q', ...pipeline], port)
    await sendTo(receiver, protectedStream(stream), port)
    await ended(receiver)
    expectTheStream(wav)
  })
})
