import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import type { Cancellable, Clock } from '@tieng-lang/protocol'
import { SAMPLE_RATE_HZ } from '../../audio/frame.ts'
import { readPcm16 } from '../output/pcm16.ts'
import type { AudioInput, PcmSink } from './audio-input.ts'

const BUFFER_MS = 200
const RETRY_MS_MIN = 250
const RETRY_MS_MAX = 10_000
/** A recorder that lived this long was well; the next failure is retried quickly again. */
const WELL_MS = 10_000
const KILL_MS = 500

type Recorder = ChildProcessByStdio<null, Readable, null>

export interface AlsaInputOptions {
  clock: Clock
  /** ALSA's name of the device that the tuner is wired to, such as `plughw:0,0`. */
  device: string
}

/** What a sound card captures, through `arecord`, which runs only while somebody listens. */
export class AlsaInput implements AudioInput {
  readonly #options: AlsaInputOptions
  #sink: PcmSink | undefined
  #recorder: Recorder | undefined
  #retry: Cancellable | undefined
  #retryMs = RETRY_MS_MIN
  #startedMs = 0
  /** Half of a sample, whose other half comes with the next bytes. */
  #odd = Buffer.alloc(0)

  constructor(options: AlsaInputOptions) {
    this.#options = options
  }

  start(sink: PcmSink): void {
    this.#sink = sink
    this.#retryMs = RETRY_MS_MIN
    if (this.#recorder === undefined) this.#spawn()
  }

  async stop(): Promise<void> {
    this.#sink = undefined
    this.#retry?.cancel()
    const recorder = this.#recorder
    this.#recorder = undefined
    if (recorder === undefined || recorder.exitCode !== null || recorder.signalCode !== null) return
    const closed = new Promise<void>((resolve) => recorder.once('close', () => resolve()))
    recorder.kill('SIGTERM')
    const forced = this.#options.clock.after(KILL_MS, () => recorder.kill('SIGKILL'))
    await closed
    forced.cancel()
  }

  #spawn(): void {
    this.#retry?.cancel()
    const recorder = spawn('arecord', arecordArguments(this.#options.device), {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    this.#recorder = recorder
    this.#startedMs = this.#options.clock.monotonicMs()
    this.#odd = Buffer.alloc(0)
    this.#sink?.begin()
    recorder.stdout.on('data', (bytes: Buffer) => {
      if (this.#recorder === recorder) this.#take(bytes)
    })
    recorder.on('error', () => this.#lose(recorder))
    recorder.on('close', () => this.#lose(recorder))
  }

  #take(bytes: Buffer): void {
    const all = this.#odd.length === 0 ? bytes : Buffer.concat([this.#odd, bytes])
    const even = all.length & ~1
    this.#odd = Buffer.from(all.subarray(even))
    this.#sink?.take(readPcm16(all.subarray(0, even)))
  }

  #lose(recorder: Recorder): void {
    if (this.#recorder !== recorder) return
    this.#recorder = undefined
    if (this.#options.clock.monotonicMs() - this.#startedMs > WELL_MS) this.#retryMs = RETRY_MS_MIN
    const retryMs = this.#retryMs
    this.#retryMs = Math.min(RETRY_MS_MAX, retryMs * 2)
    this.#retry = this.#options.clock.after(retryMs, () => {
      if (this.#sink && this.#recorder === undefined) this.#spawn()
    })
  }
}

function arecordArguments(device: string): string[] {
  const format = ['-t', 'raw', '-f', 'S16_LE', '-r', String(SAMPLE_RATE_HZ), '-c', '1']
  return ['-D', device, ...format, `--buffer-time=${BUFFER_MS * 1_000}`, '--period-time=20000', '-']
}
