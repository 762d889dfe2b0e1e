import { readFileSync } from 'node:fs'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { relayPackets, relaySample } from '../../../src/media/relay-source/relay-packets.ts'
import { temporaryFolder } from '../../running-server.ts'
import { ManualClock } from '../../streaming/manual-wire.ts'
import { make } from '../recordings.ts'
import { redirectTo, runStation, type Station, sending } from '../station.ts'

const folder = temporaryFolder()
const stations: Station[] = []
let mp3: Buffer
let segments: Buffer[]

beforeAll(() => {
  const tone = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=2']
  mp3 = readFileSync(make(folder.path, 'tone.mp3', tone))
  segments = [0, 1].map((index) => readFileSync(make(folder.path, `${index}.ts`, [...tone, '-c:a', 'aac'])))
})
afterEach(() => {
  for (const station of stations.splice(0)) station.stop()
})
afterAll(() => folder.remove())

async function station(answers: Parameters<typeof runStation>[0]): Promise<Station> {
  const running = await runStation(answers)
  stations.push(running)
  return running
}

function relaying(allowed: readonly Station[], resolve?: (name: string) => Promise<string[]>) {
  const privateSourcesAllowed = allowed.map(({ host }) => host)
  const signal = new AbortController().signal
  return {
    clock: systemClock,
    privateSourcesAllowed,
    signal,
    durationMsMax: 20_000,
    ...(resolve && { resolve }),
  }
}

async function listen(url: string, options: ReturnType<typeof relaying>) {
  const packets = []
  for await (const packet of relayPackets(url, options)) packets.push(packet)
  return packets
}

/** No more than the first, and then it is let go. */
async function firstOf<T>(all: AsyncIterable<T>): Promise<T | undefined> {
  for await (const first of all) return first
  return undefined
}

const refused = (url: string, options: ReturnType<typeof relaying>) =>
  expect(listen(url, options)).rejects.toMatchObject({ code: 'sourceRefused' })

test('a station becomes packets of 20 ms with their levels', async () => {
  const own = await station({ '/live': sending(mp3) })
  const packets = await listen(own.url(), relaying([own]))
  expect(packets.length).toBeGreaterThan(98)
  expect(packets.length).toBeLessThan(108)
  expect(packets.map(({ captureSample }) => captureSample).slice(0, 3)).toEqual([0, 960, 1_920])
  // They come by another way than the packets, which may be faster.
  const loudest = Math.max(...packets.map(({ levelDb }) => levelDb))
  expect(loudest).toBeGreaterThan(-25)
  expect(loudest).toBeLessThan(-18)
})

test('a station that gives nothing in reserve, joined in the middle, is heard before it has said two seconds', async () => {
  const tone = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=4', '-b:a', '128k', '-write_xing', '0']
  const said = readFileSync(make(folder.path, 'joined.mp3', tone)).subarray(3_000, 35_000)
  const own = await station({ '/live': (_, response) => response.writeHead(200).write(said) })
  // Its two seconds are bytes, not time: however long this machine takes for them, nothing more comes.
  const first = await firstOf(relayPackets(own.url(), { ...relaying([own]), clock: new ManualClock() }))
  expect(first?.opus.length).toBeGreaterThan(0)
})

test('loopback is refused unless it was named; so is a redirect into it, a playlist that names it, and a list of stations', async () => {
  const hidden = await station({ '/live': sending(mp3), '/0.ts': sending(segments[0] ?? '') })
  const hls = `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n${hidden.url('/0.ts')}\n#EXT-X-ENDLIST\n`
  const master = `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=64000\n${hidden.url('/m.m3u8')}\n`
  const map = `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MAP:URI="${hidden.url('/0.ts')}"\n#EXTINF:2,\nx.ts\n`
  const own = await station({
    '/redirect': redirectTo(hidden.url()),
    '/file': redirectTo('file:///etc/passwd'),
    '/hls': sending(hls),
    '/master': sending(master),
    '/map': sending(map),
    '/fileHls': sending(hls.replace(/http.*/, 'file:///etc/passwd')),
    '/m3u': sending(`${hidden.url()}\n`),
    '/pls': sending(`[playlist]\nNumberOfEntries=1\nFile1=${hidden.url()}\n`),
  })
  await refused(hidden.url(), relaying([own]))
  for (const path of ['/redirect', '/file', '/hls', '/master', '/map', '/fileHls', '/m3u', '/pls'])
    await refused(own.url(path), relaying([own]))
  expect(hidden.asked).toEqual([])
})

test('a name is resolved once for each connection: what a second answer says is not connected to', async () => {
  const own = await station({ '/live': sending(mp3) })
  const port = own.host.split(':')[1]
  let asked = 0
  const rebinding = async () => {
    asked += 1
    return asked === 1 ? ['8.8.8.8'] : ['127.0.0.1']
  }
  const abort = new AbortController()
  const options = { ...relaying([], rebinding), signal: abort.signal }
  const listening = listen(`http://dai.vn:${port}/live`, options)
  systemClock.after(300, () => abort.abort())
  await expect(listening).rejects.toMatchObject({ code: 'sourceUnreachable' })
  expect(own.asked).toEqual([])
  expect(asked).toBe(1)
})

test('redirects are followed, five at most', async () => {
  const own = await station({
    ...Object.fromEntries([0, 1, 2, 3, 4, 5].map((hop) => [`/${hop}`, redirectTo(`/${hop + 1}`)])),
    '/6': sending(mp3),
  })
  expect((await listen(own.url('/1'), relaying([own]))).length).toBeGreaterThan(90)
  await expect(listen(own.url('/0'), relaying([own]))).rejects.toMatchObject({ code: 'sourceUnreachable' })
})

test('HLS: from a list of lists over a live playlist to its end, each segment once', async () => {
  const list = (from: number, names: readonly string[], end = '') =>
    `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:${from}\n${names.map((name) => `#EXTINF:2,\n${name}\n`).join('')}${end}`
  const playlists = [list(7, ['0.ts']), list(7, ['0.ts']), list(7, ['0.ts', '1.ts'], '#EXT-X-ENDLIST\n')]
  const own = await station({
    '/radio/master.m3u8': sending(
      '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=900000\nhigh.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=64000\nlow.m3u8\n',
    ),
    '/radio/low.m3u8': (_, response) => {
      response.end(playlists.length > 1 ? playlists.shift() : playlists[0])
    },
    '/radio/0.ts': sending(segments[0] ?? ''),
    '/radio/1.ts': sending(segments[1] ?? ''),
  })
  const packets = await listen(own.url('/radio/master.m3u8'), relaying([own]))
  expect(packets.length).toBeGreaterThan(195)
  expect(own.asked.filter((path) => path === '/radio/0.ts')).toHaveLength(1)
  expect(own.asked).not.toContain('/radio/high.m3u8')
})

test('what is no sound, not there, encrypted or without end of redirects has a code each', async () => {
  const own = await station({
    '/page': sending('<html>Không phải âm thanh</html>'.repeat(100), 'text/html'),
    '/empty': sending(''),
    '/key': sending(
      '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-KEY:METHOD=AES-128,URI="k"\n#EXTINF:2,\n0.ts\n',
    ),
    '/round': redirectTo('/round'),
    '/concat': sending("ffconcat version 1.0\nfile '/etc/passwd'\n"),
  })
  const code = (path: string) => listen(own.url(path), relaying([own])).catch((cause) => cause.code)
  expect(await code('/page')).toBe('sourceNotSupported')
  expect(await code('/empty')).toBe('sourceNotSupported')
  expect(await code('/concat')).toBe('sourceNotSupported')
  expect(await code('/nowhere')).toBe('sourceUnreachable')
  expect(await code('/key')).toBe('sourceNotSupported')
  expect(await code('/round')).toBe('sourceUnreachable')
})

test('a sample of an endless station is as long as was asked for, and leaves nothing running', async () => {
  const own = await station({
    '/live': (_, response) => {
      response.writeHead(200)
      const more = () => {
        if (!response.destroyed && response.write(mp3)) systemClock.after(10, more)
        else response.once('drain', more)
      }
      more()
    },
  })
  const sample = await relaySample(own.url(), { ...relaying([own]), durationMsMax: 3_000 })
  // 64 kbit/s.
  expect(sample.length).toBeGreaterThan(20_000)
  expect(sample.length).toBeLessThan(32_000)
})

/** 49 Mbit/s of silence: as much a second as a station of sound needs in half a minute. */
function wavHead(): Buffer {
  const head = Buffer.alloc(44)
  const [channels, rateHz, bytesPerSample] = [8, 192_000, 4]
  head.write('RIFF\xff\xff\xff\xffWAVEfmt ', 'latin1')
  head.writeUInt32LE(16, 16)
  // IEEE float.
  head.writeUInt16LE(3, 20)
  head.writeUInt16LE(channels, 22)
  head.writeUInt32LE(rateHz, 24)
  head.writeUInt32LE(rateHz * channels * bytesPerSample, 28)
  head.writeUInt16LE(channels * bytesPerSample, 32)
  head.writeUInt16LE(bytesPerSample * 8, 34)
  head.write('data\xff\xff\xff\xff', 36, 'latin1')
  return head
}

test('a station that sends far more than sound needs is let go, however long it is planned for', async () => {
  let sentBytes = 0
  const own = await station({
    '/live': (_, response) => {
      response.writeHead(200).write(wavHead())
      const chunk = Buffer.alloc(262_144)
      const more = () => {
        sentBytes += chunk.length
        if (sentBytes > 70_000_000) response.end()
        else if (response.write(chunk)) setImmediate(more)
        else response.once('drain', more)
      }
      more()
    },
  })
  const long = { ...relaying([own]), durationMsMax: 4 * 3_600_000 }
  await expect(listen(own.url(), long)).rejects.toMatchObject({ code: 'sourceTooLarge' })
})
