import { rename, writeFile } from 'node:fs/promises'
import { WavFile } from '@tieng-lang/edge-agent'
import type { Clock } from '@tieng-lang/protocol'
import { CARD_SAMPLE_RATE_HZ } from '../board/sound-card.ts'

const SILENCE_GAP_MS_MAX = 2_000
/** Of a longer silence this much is kept, so that an end can be heard to be one. */
const SILENCE_KEPT_MS = 500
const FLUSH_SAMPLES = CARD_SAMPLE_RATE_HZ
const BYTES_MAX = 1024 * 1024 * 1024
/** A change of the wall clock against the monotonic one that is a step and not noise. */
const WALL_STEP_MS = 3

/** From `sampleIndex` of the WAV file on, samples follow one another from the instant `trueAt` on. */
export interface RecordingSegment {
  sampleIndex: number
  /** Unix ms, fractional. */
  trueAt: number
}

/** The sidecar of a recording: sample `i` of a segment left the horn at `trueAt + (i − sampleIndex) / trueSampleRateHz`. */
export interface RecordingTimes {
  version: 1
  trueSampleRateHz: number
  sampleCount: number
  isFull: boolean
  segments: RecordingSegment[]
}

export interface RecorderOptions {
  clock: Clock
  /** Without ending: `.wav` and `.json` are added. */
  path: string
  trueSampleRateHz: number
  /** The monotonic instant at which a card position leaves the horn. */
  monotonicMsOf: (positionSamples: number) => number
  /** Keeps long silence in the file instead of leaving it out. */
  keepsSilence?: boolean
  bytesMax?: number
}

/** Writes what left the horn as a WAV file, and beside it the true time of each sample. */
export class Recorder {
  readonly #options: RecorderOptions
  readonly #file: WavFile
  readonly #segments: RecordingSegment[] = []
  #silentSamples = 0
  #unflushedSamples = 0
  #nextPosition: number | null = null
  #wallOffsetMs: number | null = null
  #isFull = false
  #failure: unknown = null
  #timesWritten: Promise<void> = Promise.resolve()

  constructor(options: RecorderOptions) {
    this.#options = options
    this.#file = new WavFile(`${options.path}.wav`, CARD_SAMPLE_RATE_HZ)
  }

  async start(): Promise<void> {
    await this.#file.open()
    await this.#writeTimes()
  }

  /** Ends the file; throws what a write in between failed with. */
  async stop(): Promise<void> {
    this.#appendSilence(Math.min(this.#silentSamples, samplesOf(SILENCE_KEPT_MS)))
    await this.#file.close()
    await this.#writeTimes()
    if (this.#failure !== null)
      throw new Error('The recording could not be written', { cause: this.#failure })
  }

  /** Takes what left the horn from a card position on: s16le samples, or `null` for silence. */
  record(positionSamples: number, sampleCount: number, samples: Uint8Array | null): void {
    if (this.#isFull) return
    if (samples === null && this.#options.keepsSilence !== true) {
      // Silence before the first sound is not kept.
      if (this.#nextPosition !== null) this.#silentSamples += sampleCount
      if (this.#silentSamples > samplesOf(SILENCE_KEPT_MS)) this.#flush()
      return
    }
    this.#bridgeSilence(positionSamples)
    this.#append(samples ?? new Uint8Array(sampleCount * 2))
    this.#nextPosition = positionSamples + sampleCount
  }

  #bridgeSilence(positionSamples: number): void {
    const isContinued = this.#nextPosition !== null && this.#silentSamples <= samplesOf(SILENCE_GAP_MS_MAX)
    this.#appendSilence(
      isContinued ? this.#silentSamples : Math.min(this.#silentSamples, samplesOf(SILENCE_KEPT_MS)),
    )
    this.#silentSamples = 0
    if (isContinued) return
    this.#segments.push({ sampleIndex: this.#file.sampleCount, trueAt: this.#trueAt(positionSamples) })
    this.#writeTimes().catch((error: unknown) => this.#fail(error))
  }

  #flush(): void {
    if (this.#unflushedSamples === 0) return
    this.#unflushedSamples = 0
    this.#file.flush().catch((error: unknown) => this.#fail(error))
  }

  #appendSilence(sampleCount: number): void {
    if (sampleCount > 0) this.#append(new Uint8Array(sampleCount * 2))
  }

  #append(samples: Uint8Array): void {
    if (this.#file.sampleCount * 2 + samples.byteLength > (this.#options.bytesMax ?? BYTES_MAX)) {
      this.#isFull = true
      return
    }
    this.#file.append(samples)
    this.#unflushedSamples += samples.byteLength / 2
    if (this.#unflushedSamples >= FLUSH_SAMPLES) this.#flush()
  }

  #trueAt(positionSamples: number): number {
    const offsetMs = this.#options.clock.now() - this.#options.clock.monotonicMs()
    if (this.#wallOffsetMs === null || Math.abs(offsetMs - this.#wallOffsetMs) > WALL_STEP_MS) {
      this.#wallOffsetMs = offsetMs
    }
    return this.#options.monotonicMsOf(positionSamples) + this.#wallOffsetMs
  }

  #fail(error: unknown): void {
    this.#failure ??= error
    this.#isFull = true
  }

  /** One after another, since each takes the same file for its half-written state. */
  #writeTimes(): Promise<void> {
    this.#timesWritten = this.#timesWritten.then(() => this.#replaceTimes())
    return this.#timesWritten
  }

  async #replaceTimes(): Promise<void> {
    const times: RecordingTimes = {
      version: 1,
      trueSampleRateHz: this.#options.trueSampleRateHz,
      sampleCount: this.#file.sampleCount,
      isFull: this.#isFull,
      segments: this.#segments,
    }
    const path = `${this.#options.path}.json`
    await writeFile(`${path}.part`, JSON.stringify(times))
    await rename(`${path}.part`, path)
  }
}

function samplesOf(durationMs: number): number {
  return (durationMs * CARD_SAMPLE_RATE_HZ) / 1000
}
