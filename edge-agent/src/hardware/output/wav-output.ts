import type { Cancellable, Clock } from '@tieng-lang/protocol'
import { FRAME_MS, FRAME_SAMPLES, type FrameSource, SAMPLE_RATE_HZ } from '../../audio/frame.ts'
import { type AudioOutput, noOutputCounters, type OutputCounters } from './audio-output.ts'
import { writePcm16 } from './pcm16.ts'
import { WallOffset } from './wall-offset.ts'
import { WavFile } from './wav-file.ts'

const AHEAD_MS = 100
const FLUSH_FRAMES = 50

export interface WavOutputOptions {
  clock: Clock
  path: string
}

/** An output without a horn: writes what would be heard to a WAV file, at the pace of the clock. */
export class WavOutput implements AudioOutput {
  readonly isAligned = true
  readonly #options: WavOutputOptions
  readonly #wall: WallOffset
  readonly #counters = noOutputCounters()
  #file: WavFile | null = null
  #source: FrameSource | null = null
  #onEnded: () => void = () => {}
  #timer: Cancellable | null = null
  #startMs = 0
  #frames = 0

  constructor(options: WavOutputOptions) {
    this.#options = options
    this.#wall = new WallOffset(options.clock)
  }

  /** Begins to pull; rejects when the file cannot be made. */
  async start(source: FrameSource, onEnded: () => void = () => {}): Promise<void> {
    this.#source = source
    this.#onEnded = onEnded
    if (this.#timer !== null) return
    this.#file = new WavFile(this.#options.path, SAMPLE_RATE_HZ)
    await this.#file.open()
    this.#startMs = this.#options.clock.monotonicMs() + AHEAD_MS
    this.#frames = 0
    this.#tick()
  }

  async stop(): Promise<void> {
    this.#timer?.cancel()
    this.#timer = null
    this.#source = null
    await this.#file?.close()
    this.#file = null
  }

  delayMs(): number {
    return Math.max(0, this.#nextMs() - this.#options.clock.monotonicMs())
  }

  counters(): Readonly<OutputCounters> {
    return { ...this.#counters }
  }

  #nextMs(): number {
    return this.#startMs + this.#frames * FRAME_MS
  }

  #tick(): void {
    this.#timer = this.#options.clock.after(FRAME_MS, () => this.#tick())
    const now = this.#options.clock.monotonicMs()
    if (this.#source !== null && this.#nextMs() < now) this.#counters.underruns += 1
    while (this.#source !== null && this.#nextMs() < now + AHEAD_MS) this.#pull(this.#source)
  }

  #pull(source: FrameSource): void {
    const frame = source.readFrame(this.#wall.toWall(this.#nextMs()))
    if (frame === null) {
      this.#source = null
      this.#onEnded()
      return
    }
    const samples = new Int16Array(FRAME_SAMPLES)
    writePcm16(frame, samples)
    this.#file?.append(new Uint8Array(samples.buffer))
    this.#frames += 1
    // A full disk shows when the file is closed; sound goes on.
    if (this.#frames % FLUSH_FRAMES === 0) this.#file?.flush().catch(() => {})
  }
}
