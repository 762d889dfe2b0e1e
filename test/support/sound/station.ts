import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { sleep } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'

const run = promisify(execFile)
const BYTES_PER_SECOND = 16_000
const CHUNK_MS = 250
/** What a station gives at once when somebody comes. */
const BURST_BYTES = 2 * BYTES_PER_SECOND

/** A station as Icecast is one: MP3 without an end, at the pace at which it is heard. */
export interface TestStation {
  /** As `relays.privateSourcesAllowed` names it. */
  host: string
  url: string
  stop(): void
}

/** Sends a recording over and over, on loopback. */
export async function startStation(recording: string): Promise<TestStation> {
  const mp3 = `${recording}.mp3`
  await run('ffmpeg', ['-v', 'error', '-y', '-i', recording, '-ac', '1', '-ar', '44100', '-b:a', '128k', mp3])
  const audio = await readFile(mp3)
  const server = createServer((request, response) => {
    if (request.url === '/live') void send(response, audio)
    else response.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const host = `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  const stop = () => {
    server.closeAllConnections()
    server.close()
  }
  return { host, url: `http://${host}/live`, stop }
}

async function send(response: ServerResponse, audio: Buffer): Promise<void> {
  response.writeHead(200, { 'content-type': 'audio/mpeg' })
  let from = 0
  let bytes = BURST_BYTES
  while (!response.destroyed) {
    for (let left = bytes; left > 0; ) {
      const part = audio.subarray(from, from + left)
      response.write(part)
      left -= part.length
      from = (from + part.length) % audio.length
    }
    bytes = (BYTES_PER_SECOND * CHUNK_MS) / 1_000
    await sleep(systemClock, CHUNK_MS)
  }
}
