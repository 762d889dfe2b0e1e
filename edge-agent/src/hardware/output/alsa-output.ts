import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import type { Cancellable, Clock } from '@tieng-lang/protocol'
import { FRAME_MS, type FrameSource, SAMPLE_RATE_HZ } from '../../audio/frame.ts'
import { parseAlsaRateHz, parseAlsaStatus, readProcText } from './alsa-status.ts'
import { type AudioOutput, noOutputCounters, type OutputCounters } from './audio-output.ts'
import { FrameFeeder } from './frame-feeder.ts'
import { SampleClock } from './sample-clock.ts'

const BUFFER_MS = 80
/** What `aplay` itself and the pipe hold of a frame that is on its way. */
const AHEAD_OF_BUFFER_MS = 30
const START_DELAY_MS = 40
const RETRY_MS_MIN = 250
const RETRY_MS_MAX = 10_000
/** A player that lived this long was well; the next failure is retried quickly again. */
const WELL_MS = 10_000
const KILL_MS = 500
/** A device that does not move for this long although it is fed has stalled. */
const STALL_MS_MAX = 1_000
const PIPE_BYTES_MAX = 64 * 1024

type Player = ChildProcessByStdio<Writable, null, Readable>

export interface AlsaOutputOptions {
  clock: Clock
  /** ALSA's name of the device, such as `plughw:0,0`. */
  device: string
  /** `/proc/asound/card0/pcm0p/sub0/status`; where it is missing the delay is `fixedDelayMs`. */
  statusPath: string
  /** From the converter to the horn; added to what the status says. */
  latencyMs?: number
  /** Whole delay of a device without status, from the pipe to the horn. */
  fixedDelayMs?: number
}

/**
 * The output to a sound card through `aplay`. Fed by what the status file says was played, never by what the pipe
 * takes, which hides over a second. After an underrun the player is started anew, since ALSA's counts are then void.
 */
export class AlsaOutput implements AudioOutput {
  readonly #options: AlsaOutputOptions
  readonly #counters = noOutputCounters()
  readonly #sampleClock = new SampleClock(SAMPLE_RATE_HZ)
  #source: FrameSource | null = null
  #onEnded: () => void = () => {}
  #player: Player | null = null
  #feeder: FrameFeeder | null = null
  #timer: Cancellable | null = null
  #startedMs = 0
  #movedMs = 0
  #consumedSamples = 0
  /** Where a card without status is taken to be, silence included. */
  #positionSamples = 0
  #hardwareRateHz: number | null = null
  #retryMs = RETRY_MS_MIN
  #hasStatus = false

  constructor(options: AlsaOutputOptions) {
    this.#options = options
  }

  async start(source: FrameSource, onEnded: () => void = () => {}): Promise<void> {
    this.#source = source
    this.#onEnded = onEnded
    if (this.#timer !== null) {
      this.#feeder?.play(source, () => this.#end())
      return
    }
    this.#spawn()
    this.#tick()
  }

  async stop(): Promise<void> {
    this.#timer?.cancel()
    this.#timer = null
    this.#source = null
    this.#feeder = null
    const player = this.#player
    this.#player = null
    if (player === null || player.exitCode !== null || player.signalCode !== null) return
    const closed = new Promise<void>((resolve) => player.once('close', () => resolve()))
    player.kill('SIGTERM')
    const forced = this.#options.clock.after(KILL_MS, () => player.kill('SIGKILL'))
    await closed
    forced.cancel()
  }

  delayMs(): number {
    return Math.max(0, this.#feeder?.unplayedMs() ?? BUFFER_MS)
  }

  get isAligned(): boolean {
    return this.#hasStatus && (this.#feeder?.isRunning ?? false)
  }

  counters(): Readonly<OutputCounters> {
    return { ...this.#counters, relocks: this.#sampleClock.relocks }
  }

  #spawn(): void {
    const player = spawn('aplay', aplayArguments(this.#options.device), { stdio: ['pipe', 'ignore', 'pipe'] })
    this.#player = player
    this.#startedMs = this.#options.clock.monotonicMs()
    this.#movedMs = this.#startedMs
    this.#consumedSamples = 0
    this.#positionSamples = 0
    this.#hardwareRateHz = null
    this.#sampleClock.reset()
    this.#feeder = this.#newFeeder(player)
    if (this.#source !== null) this.#feeder.play(this.#source, () => this.#end())
    // A player that ends breaks its pipe; its end is what counts.
    player.stdin.on('error', () => {})
    player.stderr.on('data', (text: Buffer) => {
      if (this.#player === player && text.includes('underrun')) this.#underrun()
    })
    player.on('error', () => this.#lose(player))
    player.on('close', () => this.#lose(player))
  }

  #lose(player: Player): void {
    if (this.#player !== player) return
    this.#player = null
    this.#feeder = null
    this.#hasStatus = false
    this.#counters.restarts += 1
    if (this.#options.clock.monotonicMs() - this.#startedMs > WELL_MS) this.#retryMs = RETRY_MS_MIN
    const retryMs = this.#retryMs
    this.#retryMs = Math.min(RETRY_MS_MAX, retryMs * 2)
    this.#options.clock.after(retryMs, () => {
      if (this.#timer !== null && this.#player === null) this.#spawn()
    })
  }

  #tick(): void {
    this.#timer = this.#options.clock.after(FRAME_MS, () => this.#tick())
    const player = this.#player
    if (player === null || this.#feeder === null) return
    this.#observe(this.#feeder)
    if (this.#player === player && player.stdin.writableLength < PIPE_BYTES_MAX) this.#feeder?.feed()
  }

  #observe(feeder: FrameFeeder): void {
    const now = this.#options.clock.monotonicMs()
    const text = readProcText(this.#options.statusPath)
    this.#hasStatus = text !== null
    if (text === null) this.#observeByTime(feeder, now)
    else this.#observeStatus(feeder, text, now)
  }

  /** Without a status file the card is taken to keep our time and to play whatever it has. */
  #observeByTime(feeder: FrameFeeder, now: number): void {
    const position = Math.floor(((now - this.#startedMs - this.#fixedDelayMs) * SAMPLE_RATE_HZ) / 1000)
    if (position <= 0) return
    const played = this.#consumedSamples + position - this.#positionSamples
    this.#consumedSamples = Math.min(feeder.sentSamples, played)
    this.#positionSamples = position
    this.#sampleClock.observe(position, now)
    feeder.observe(position, this.#consumedSamples)
  }

  #observeStatus(feeder: FrameFeeder, text: string, now: number): void {
    const status = parseAlsaStatus(text)
    const consumedSamples = status === null ? 0 : this.#toSamples(status.hwPtr)
    if (status?.state === 'XRUN' || consumedSamples < this.#consumedSamples) {
      this.#underrun()
    } else if (status?.state === 'RUNNING' && consumedSamples > this.#consumedSamples) {
      this.#movedMs = now
      this.#consumedSamples = consumedSamples
      // The hardware's own FIFO is what `delay` has beyond the ring buffer.
      const beyondSamples = this.#toSamples(status.delay - (status.applPtr - status.hwPtr))
      this.#sampleClock.observe(consumedSamples - Math.max(0, beyondSamples), now)
      feeder.observe(consumedSamples, consumedSamples)
    } else if (now - this.#movedMs > STALL_MS_MAX && this.#source !== null) {
      this.#counters.stalls += 1
      this.#movedMs = now
      this.#player?.kill('SIGKILL')
    }
  }

  #toSamples(hardwareFrames: number): number {
    this.#hardwareRateHz ??= parseAlsaRateHz(
      readProcText(join(dirname(this.#options.statusPath), 'hw_params')) ?? '',
    )
    return (hardwareFrames * SAMPLE_RATE_HZ) / this.#hardwareRateHz
  }

  /**
   * Starts the player anew: after an underrun ALSA counts from zero, and what is in the pipe is late. The same where
   * the counter of a 32-bit kernel wraps, after some 11 hours of sound. With nothing to play it is no underrun.
   */
  #underrun(): void {
    const player = this.#player
    if (player === null) return
    if (this.#source !== null) this.#counters.underruns += 1
    player.kill('SIGKILL')
    this.#lose(player)
  }

  get #fixedDelayMs(): number {
    return this.#options.fixedDelayMs ?? BUFFER_MS
  }

  #newFeeder(player: Player): FrameFeeder {
    return new FrameFeeder({
      clock: this.#options.clock,
      sampleClock: this.#sampleClock,
      latencyMs: this.#options.latencyMs ?? 0,
      bufferMs: BUFFER_MS + AHEAD_OF_BUFFER_MS,
      // A copy, since the stream may keep the bytes.
      write: (samples) => player.stdin.write(new Uint8Array(samples)),
      sendLimitSamples: () => Number.POSITIVE_INFINITY,
      onUnderrun: () => {
        this.#counters.underruns += 1
      },
    })
  }

  #end(): void {
    this.#source = null
    this.#onEnded()
  }
}

function aplayArguments(device: string): string[] {
  const format = ['-t', 'raw', '-f', 'S16_LE', '-r', String(SAMPLE_RATE_HZ), '-c', '1']
  const times = [
    `--buffer-time=${BUFFER_MS * 1000}`,
    '--period-time=20000',
    `--start-delay=${START_DELAY_MS * 1000}`,
  ]
  return ['-D', device, ...format, ...times, '-']
}
