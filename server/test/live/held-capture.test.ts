import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, expect, test } from 'vitest'
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
    systemClock,
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
