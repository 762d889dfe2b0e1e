import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { decodeAudio } from '@tieng-lang/hardware-sim'
import { sleep } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'

const run = promisify(execFile)
const BYTES_PER_MS = 16
const CHUNK_MS = 100
/** Without a reserve of bits and a head, so that it can be joined anywhere, as what Icecast sends can. */
const MP3 = ['-ac', '1', '-ar', '48000', '-b:a', '128k', '-write_xing', '0', '-id3v2_version', '0']

/**
 * A station on loopback that says one recording over and over, whoever listens, and can break off. Who comes hears what it
 * says just then, and nothing of before.
 */
export class BreakingStation {
  /** What it says, 48 kHz mono; then it begins again. */
  readonly pcm: Float32Array
  /** `127.0.0.1:port`. */
  readonly host: string
  readonly #mp3: Buffer
  readonly #server: Server
  readonly #beganMs = systemClock.monotonicMs()
  readonly #beganAt = systemClock.now()
  #isOnAir = true

  private constructor({ mp3, pcm }: { mp3: Buffer; pcm: Float32Array }, server: Server) {
    const address = server.address()
    this.host = `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
    this.pcm = pcm
    this.#mp3 = mp3
    this.#server = server
    server.on('request', (_, response) => {
      if (this.#isOnAir) void this.#send(response)
      else response.writeHead(503).end()
    })
  }

  static async start(recording: string): Promise<BreakingStation> {
    const [mp3, wav] = [`${recording}.mp3`, `${recording}.mp3.wav`]
    await run('ffmpeg', ['-v', 'error', '-nostdin', '-i', recording, ...MP3, mp3])
    await run('ffmpeg', ['-v', 'error', '-nostdin', '-i', mp3, '-ar', '48000', '-ac', '1', wav])
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new BreakingStation({ mp3: await readFile(mp3), pcm: await decodeAudio(wav) }, server)
  }

  get url(): string {
    return `http://${this.host}/live`
  }

  /** Which sample it says at an instant (Unix ms) of its time. */
  sampleSaidAt(at: number): number {
    return Math.floor((at - this.#beganAt) * 48) % this.pcm.length
  }

  /** Whoever listens hears nothing more, and who comes is sent away. */
  breakOff(): void {
    this.#isOnAir = false
    this.#server.closeAllConnections()
  }

  comeBack(): void {
    this.#isOnAir = true
  }

  stop(): void {
    this.breakOff()
    this.#server.close()
  }

  async #send(response: ServerResponse): Promise<void> {
    response.writeHead(200, { 'content-type': 'audio/mpeg' })
    let sentBytes = this.#saidBytes()
    while (!response.destroyed) {
      await sleep(systemClock, CHUNK_MS)
      for (const until = this.#saidBytes(); sentBytes < until; ) {
        const from = sentBytes % this.#mp3.length
        const part = this.#mp3.subarray(from, from + until - sentBytes)
        response.write(part)
        sentBytes += part.length
      }
    }
  }

  #saidBytes(): number {
    return Math.floor((systemClock.monotonicMs() - this.#beganMs) * BYTES_PER_MS)
  }
}
