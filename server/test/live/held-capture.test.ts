import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, expect, test } from 'vitest'
import { checkInput } from '../../src/media/capture/capture-input.ts'
import { heldCapture } from '../../src/media/capture/held-capture.ts'
import { make } from '../media/recordings.ts'
import { eventually, temporaryFolder } from '../running-server.ts'

const folder = temporaryFolder()
let station: Server | undefined
afterAll(() => {
  station?.closeAllConnections()
  station?.close()
  folder.remove()
})

test('a station that breaks off is opened again within ten seconds, and counted on by the time that passed', async () => {
  const recording = make(folder.path, 'station.mp3', ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=1'])
  let asked = 0
  station = createServer((_request, response: ServerResponse) => {
    asked += 1
    response.writeHead(200, { 'content-type': 'audio/mpeg' })
    createReadStream(recording).pipe(response)
  })
  station.listen(0, '127.0.0.1')
  await once(station, 'listening')
  const address = station.address()
  const port = typeof address === 'object' ? address?.port : 0
  const abort = new AbortController()
  const samples: number[] = []
  const ended = heldCapture(
    {
      ...{ input: `http://127.0.0.1:${port}/live`, signal: abort.signal },
      onPacket: ({ captureSample }) => samples.push(captureSample),
    },
    { clock: systemClock, privateSourcesAllowed: [`127.0.0.1:${port}`] },
  )
  const steps = () => samples.slice(1).map((sample, index) => sample - (samples[index] ?? 0))
  await eventually(
    () => Math.max(0, ...steps()),
    (widest) => widest > 960,
  )
  abort.abort()
  await ended
  expect(asked).toBeGreaterThanOrEqual(2)
  expect(samples[0]).toBe(0)
  expect(Math.min(...steps())).toBeGreaterThan(0)
})

test('a stream is fetched by the rules of relays: no address of a private network that nobody has named', async () => {
  let asked = 0
  const inside = createServer((_request, response) => {
    asked += 1
    response.end()
  })
  inside.listen(0, '127.0.0.1')
  await once(inside, 'listening')
  const address = inside.address()
  const input = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/live`
  const options = { input, signal: new AbortController().signal, onPacket: () => {} }
  const refused = heldCapture(options, { clock: systemClock, privateSourcesAllowed: [] })
  await expect(refused).rejects.toMatchObject({ code: 'sourceRefused' })
  expect(asked).toBe(0)
  inside.close()
})

test.each([
  ['ftp://dai.vn/live', 'wronglyAsked'],
  ['concat:mot.mp3|hai.mp3', 'wronglyAsked'],
  ['http://10.0.0.7:8000/live', 'sourceRefused'],
  ['https://lan:mat@dai.vn/live', 'sourceRefused'],
])('%s never begins a session: %s', (input, code) => {
  expect(() => checkInput(input, ['10.0.0.8:8000'])).toThrow(expect.objectContaining({ code }))
})

test.each(['alsa:hw:0', 'loi-noi.wav', '-v.wav', 'https://dai.vn/live', 'http://10.0.0.8:8000/live'])(
  '%s may be spoken from',
  (input) => {
    expect(() => checkInput(input, ['10.0.0.8:8000'])).not.toThrow()
  },
)
