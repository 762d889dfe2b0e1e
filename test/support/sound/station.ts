import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { sleep } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { runStation } from '../../../server/test/media/station.ts'

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
  const { host, url, stop } = await runStation({ '/live': (_, response) => void send(response, audio) })
  return { host, url: url('/live'), stop }
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
