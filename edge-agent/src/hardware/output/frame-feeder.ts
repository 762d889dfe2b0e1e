import type { Clock } from '@tieng-lang/protocol'
import { UNPLAYED_MS_MAX } from '@tieng-lang/protocol/board'
import { FRAME_MS, FRAME_SAMPLES, type FrameSource, SAMPLE_RATE_HZ } from '../../audio/frame.ts'
import { writePcm16 } from './pcm16.ts'
import type { SampleClock } from './sample-clock.ts'
import { WallOffset } from './wall-offset.ts'

const SAMPLES_PER_MS = SAMPLE_RATE_HZ / 1000
/** Below the limit by what the estimate may be wrong. */
const TARGET_MS = UNPLAYED_MS_MAX - 10
/** Silence that goes ahead of sound, so that the card runs before anything is timed on it. */
const PRIME_MS = 80
/**
 * A better estimate moves the sound by at most this much a frame, unless it is far away: 0.075 ms a second, which with
 * the 0.1 ms a second of a card whose rate is not known yet stays below the 0.2 that nobody hears.
 */
const CORRECTION_MS_MAX = 0.0015
const JUMP_MS = 5

export interface FeederOptions {
  clock: Clock
  /** When each position of the card is heard; fed by the caller. */
  sampleClock: SampleClock
  /** From the card's converter to the horn, where known. */
  latencyMs: number
  /** What the card's own buffer takes. */
  bufferMs: number
  /** Sends one frame of s16le samples; the bytes are only valid during the call. */
  write: (samples: Uint8Array) => void
  /** How many samples may have been sent in all; for cards that grant credit. */
  sendLimitSamples: () => number
  onUnderrun: () => void
}

/**
 * Keeps a card supplied: pulls frames so that about 100 ms lie ahead of the horn, each with the instant at which it
 * will be heard. After a start and after an underrun, silence goes first until the card is seen to play it; only then
 * is it known when the next frame is heard.
 */
export class FrameFeeder {
  readonly #options: FeederOptions
  readonly #wall: WallOffset
  readonly #samples = new Int16Array(FRAME_SAMPLES)
  readonly #bytes = new Uint8Array(this.#samples.buffer)
  readonly #silence = new Uint8Array(FRAME_SAMPLES * 2)
  #source: FrameSource | null = null
  #onEnded: () => void = () => {}
  #state: 'idle' | 'priming' | 'running' = 'idle'
  #sentSamples = 0
  #primedFromSamples = 0
  #consumedSamples = 0
  /** Card position of the first sample we sent, as if no silence had been put between. */
  #streamOffset = 0
  /** Where the last frame ends, by what it was told; `null` when the next one is not its neighbour. */
  #nextLeavesMs: number | null = null

  constructor(options: FeederOptions) {
    this.#options = options
    this.#wall = new WallOffset(options.clock)
  }

  get isRunning(): boolean {
    return this.#state === 'running'
  }

  get sentSamples(): number {
    return this.#sentSamples
  }

  /** Pulls from `source` from now on; `onEnded` is called when it has given `null`. */
  play(source: FrameSource, onEnded: () => void): void {
    this.#source = source
    this.#onEnded = onEnded
    if (this.#state === 'running') return
    this.#state = 'priming'
    this.#primedFromSamples = this.#sentSamples
  }

  /**
   * Takes what the card says: its own position, and how many of our samples it has taken. When these drift apart it has
   * played silence between ours.
   */
  observe(positionSamples: number, consumedSamples: number): void {
    const streamOffset = positionSamples - consumedSamples
    const hasStarved = this.#state === 'running' && streamOffset - this.#streamOffset > SAMPLES_PER_MS
    this.#consumedSamples = consumedSamples
    this.#streamOffset = streamOffset
    if (!hasStarved) return
    if (consumedSamples >= this.#sentSamples) {
      this.primeAgain()
    } else {
      // It plays again, and it is known when; only the frames on their way were told too early an instant.
      this.#nextLeavesMs = null
      this.#options.onUnderrun()
    }
  }

  /** How much of what was sent is not heard yet. */
  unplayedMs(): number {
    return this.#unplayedSamples() / SAMPLES_PER_MS + this.#options.latencyMs
  }

  /** Pulls and sends what is due; call it every 20 ms or more often. */
  feed(): void {
    if (this.#state === 'idle') return
    let unplayed = this.#unplayedSamples()
    if (unplayed < 0) this.primeAgain()
    if (this.#state === 'priming') {
      unplayed = Math.max(0, unplayed)
      while (unplayed + FRAME_SAMPLES <= PRIME_MS * SAMPLES_PER_MS && this.#send(this.#silence))
        unplayed += FRAME_SAMPLES
      if (!this.#isPrimed()) return
      this.#state = 'running'
      this.#nextLeavesMs = null
    }
    const target = Math.min(TARGET_MS, this.#options.bufferMs) * SAMPLES_PER_MS
    while (this.#state === 'running' && unplayed + FRAME_SAMPLES <= target && this.#pullOne())
      unplayed += FRAME_SAMPLES
  }

  /** Starts again after an underrun: what is sent next begins at an unknown instant until the card reports it. */
  primeAgain(): void {
    if (this.#state !== 'running') return
    this.#state = 'priming'
    this.#primedFromSamples = this.#sentSamples
    this.#options.onUnderrun()
  }

  #isPrimed(): boolean {
    return this.#options.sampleClock.isLocked && this.#consumedSamples > this.#primedFromSamples
  }

  #unplayedSamples(): number {
    const playing = this.#options.sampleClock.positionAt(this.#options.clock.monotonicMs())
    if (playing === null || this.#consumedSamples <= this.#primedFromSamples) {
      return this.#sentSamples - Math.max(this.#consumedSamples, this.#primedFromSamples)
    }
    return this.#sentSamples + this.#streamOffset - playing
  }

  #pullOne(): boolean {
    if (!this.#maySend()) return false
    const leavesCardMs = this.#leavesCardMs()
    if (leavesCardMs === null) return false
    const frame = this.#source?.readFrame(this.#wall.toWall(leavesCardMs) + this.#options.latencyMs) ?? null
    if (frame === null) {
      this.#state = 'idle'
      this.#source = null
      this.#onEnded()
      return false
    }
    writePcm16(frame, this.#samples)
    return this.#send(this.#bytes)
  }

  /** When the next frame leaves the card: the estimate, but a small change of it is taken over gently. */
  #leavesCardMs(): number | null {
    const { sampleClock } = this.#options
    const estimateMs = sampleClock.timeOf(this.#sentSamples + this.#streamOffset)
    if (estimateMs === null) return null
    const errorMs = estimateMs - (this.#nextLeavesMs ?? estimateMs)
    const isJump = this.#nextLeavesMs === null || Math.abs(errorMs) > JUMP_MS
    const correctionMs = Math.max(-CORRECTION_MS_MAX, Math.min(CORRECTION_MS_MAX, errorMs))
    const leavesMs = isJump ? estimateMs : estimateMs - errorMs + correctionMs
    this.#nextLeavesMs = leavesMs + FRAME_MS / (1 + sampleClock.ppm * 1e-6)
    return leavesMs
  }

  /** The limit holds by what the card has said, whatever is estimated since; the target stays below it. */
  #maySend(): boolean {
    const held = this.#consumedSamples + UNPLAYED_MS_MAX * SAMPLES_PER_MS
    return this.#sentSamples + FRAME_SAMPLES <= Math.min(held, this.#options.sendLimitSamples())
  }

  #send(samples: Uint8Array): boolean {
    if (!this.#maySend()) return false
    this.#sentSamples += FRAME_SAMPLES
    this.#options.write(samples)
    return true
  }
}
