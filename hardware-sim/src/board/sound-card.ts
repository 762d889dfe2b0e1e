import type { Clock } from '@tieng-lang/protocol'

export const CARD_SAMPLE_RATE_HZ = 48_000
/** What a card plays between two interrupts. */
export const PERIOD_SAMPLES = 960
const BYTES_PER_SAMPLE = 2

export interface SoundCardOptions {
  clock: Clock
  /** How much faster than nominal the card's crystal runs. */
  ppm: number
  bufferMs: number
  /**
   * A simulator of fifty boards reads its sockets later than a card takes its interrupt. Samples that are read up to
   * this long after their instant count as in time; 0 is a card without mercy.
   */
  graceMs: number
}

/** What left the converter: `samples` is s16le, or `null` for silence. */
export type PlayBlock = (positionSamples: number, sampleCount: number, samples: Uint8Array | null) => void

interface QueuedSamples {
  startSamples: number
  samples: Uint8Array
}

/**
 * A sound card with its own clock: it takes one sample at `start + n / (48000 × (1 + ppm))` seconds of true time, sound
 * from its queue or else silence, for ever. What it has taken follows from the time, never from how often it is called.
 */
export class SoundCard {
  readonly bufferSamples: number
  readonly #options: SoundCardOptions
  readonly #play: PlayBlock
  readonly #samplesPerMs: number
  #startMonotonicMs = 0
  #queue: QueuedSamples[] = []
  #queueEndSamples = 0
  #renderedSamples = 0
  #acceptedSamples = 0
  #isIdle = true
  #underruns = 0
  #overflowSamples = 0

  constructor(options: SoundCardOptions, play: PlayBlock) {
    this.#options = options
    this.#play = play
    this.#samplesPerMs = (CARD_SAMPLE_RATE_HZ * (1 + options.ppm * 1e-6)) / 1000
    this.bufferSamples = Math.round((options.bufferMs * CARD_SAMPLE_RATE_HZ) / 1000)
  }

  /** Samples a second of true time. */
  get trueSampleRateHz(): number {
    return this.#samplesPerMs * 1000
  }

  get underruns(): number {
    return this.#underruns
  }

  /** Samples that found the buffer full and were lost: the agent sent more than it may. */
  get overflowSamples(): number {
    return this.#overflowSamples
  }

  start(): void {
    this.#startMonotonicMs = this.#options.clock.monotonicMs()
  }

  /** The position whose sample is leaving the converter now. */
  positionSamples(): number {
    return Math.floor((this.#options.clock.monotonicMs() - this.#startMonotonicMs) * this.#samplesPerMs)
  }

  /** The monotonic instant at which a position leaves. */
  monotonicMsOf(positionSamples: number): number {
    return this.#startMonotonicMs + positionSamples / this.#samplesPerMs
  }

  /** A new agent is connected: counts for it begin at zero and nothing of the old one plays on. */
  connect(): void {
    this.flush()
    this.#acceptedSamples = 0
  }

  /** Queues s16le samples behind what is there; what does not fit the buffer is lost and counted. */
  accept(samples: Uint8Array): void {
    if (this.#queueEndSamples < this.#renderedSamples) this.#queueEndSamples = this.#nextPeriod()
    this.#isIdle = false
    const room = Math.max(0, this.bufferSamples - this.queuedSamples())
    const count = Math.min(room, samples.byteLength / BYTES_PER_SAMPLE)
    this.#acceptedSamples += samples.byteLength / BYTES_PER_SAMPLE
    this.#overflowSamples += samples.byteLength / BYTES_PER_SAMPLE - count
    if (count === 0) return
    // A copy, since the bytes belong to the link's reader.
    this.#queue.push({
      startSamples: this.#queueEndSamples,
      samples: samples.slice(0, count * BYTES_PER_SAMPLE),
    })
    this.#queueEndSamples += count
  }

  /** A card takes its sound a period at a time: what comes after silence begins with the next one. */
  #nextPeriod(): number {
    return Math.ceil(this.positionSamples() / PERIOD_SAMPLES) * PERIOD_SAMPLES
  }

  /** The queue may run empty now without that being an underrun. */
  idle(): void {
    this.#isIdle = true
  }

  /** Drops what has not left the converter yet. */
  flush(): void {
    const position = this.positionSamples()
    this.render()
    this.#queue = this.#queue.flatMap((part) => cutAt(part, position))
    this.#queueEndSamples = Math.min(this.#queueEndSamples, position)
    this.#isIdle = true
  }

  queuedSamples(): number {
    const position = this.positionSamples()
    const start = this.#queue[0]?.startSamples ?? position
    return Math.max(0, this.#queueEndSamples - Math.max(position, start))
  }

  /** Of what was accepted, the samples that have left (or were lost). */
  consumedSamples(): number {
    return this.#acceptedSamples - this.queuedSamples()
  }

  /** Hands on everything that has left the converter, but for the last `graceMs`, which may still be being read. */
  render(): void {
    const end = this.positionSamples() - Math.round(this.#options.graceMs * this.#samplesPerMs)
    while (this.#renderedSamples < end) {
      const part = this.#queue[0]
      if (part === undefined) this.#renderSilence(end)
      else if (part.startSamples > this.#renderedSamples)
        this.#renderSilence(Math.min(end, part.startSamples))
      else if (!this.#renderPart(part, end)) return
    }
  }

  #renderSilence(end: number): void {
    if (!this.#isIdle && this.#queue.length === 0 && this.#queueEndSamples === this.#renderedSamples) {
      this.#underruns += 1
    }
    this.#play(this.#renderedSamples, end - this.#renderedSamples, null)
    this.#renderedSamples = end
  }

  /** Plays a part whole, so that blocks stay as they were sent; `false` when not all of it has left yet. */
  #renderPart(part: QueuedSamples, end: number): boolean {
    const count = part.samples.byteLength / BYTES_PER_SAMPLE
    if (part.startSamples + count > end) return false
    this.#queue.shift()
    this.#play(part.startSamples, count, part.samples)
    this.#renderedSamples = part.startSamples + count
    return true
  }
}

function cutAt(part: QueuedSamples, positionSamples: number): QueuedSamples[] {
  const keep = positionSamples - part.startSamples
  if (keep <= 0) return []
  return [{ ...part, samples: part.samples.subarray(0, keep * BYTES_PER_SAMPLE) }]
}
