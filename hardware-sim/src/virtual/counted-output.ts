import {
  type AudioOutput,
  type CountableSource,
  type FrameSource,
  noOutputCounters,
  type OutputCounters,
  SAMPLE_RATE_HZ,
} from '@tieng-lang/edge-agent'
import type { Cancellable, Clock } from '@tieng-lang/protocol'

/** What a real output holds that nobody has heard yet, in the mean: below the 120 ms that are allowed. */
const UNPLAYED_MS = 100
const SAMPLE_MS = 1000 / SAMPLE_RATE_HZ
/** A change this large of the wall clock against the monotonic one is a step; anything less is noise. */
const STEP_MS = 3
/** No stall takes time back by so much, and none takes so long: then what sounds goes on where it is. */
const STEP_BACK_MS = 1_000
const STEP_AHEAD_MS = 60_000

/** One sound at the horn without a break, by the wall clock of the output. */
export interface CountedRun {
  soundId: string
  fromAt: number
  untilAt: number
  /** Where in the sound it began. */
  fromMs: number
  /** The true instant at which the first frame of the run was handed over. */
  writtenAt: number
}

export interface CountedOutputOptions {
  /** The agent's own clock, virtual or real. */
  clock: Clock
  unplayedMs?: number
  /** A run has begun; `untilAt` is +∞ until it is over. */
  onRunBegun?: (run: Readonly<CountedRun>) => void
  onRunEnded?: (run: Readonly<CountedRun>) => void
}

/**
 * An output that counts instead of sounding: it takes whole runs up to the next instant at which a sound begins or
 * ends, undecoded, and sleeps until then. As a real one it takes them so far ahead of the horn that a decision shows
 * `unplayedMs` later.
 */
export class CountedOutput implements AudioOutput {
  readonly isAligned = true
  readonly isCounting = true
  readonly #options: CountedOutputOptions
  readonly #counters = noOutputCounters()
  readonly #unplayedMs: number
  #source: CountableSource | undefined
  #wake: Cancellable | undefined
  #isPassing = false
  /** Wall time up to which everything is counted. */
  #countedAt = 0
  #wallMinusMonotonicMs = 0
  #run: CountedRun | undefined

  constructor(options: CountedOutputOptions) {
    this.#options = options
    this.#unplayedMs = options.unplayedMs ?? UNPLAYED_MS
  }

  /** Begins to count. Rejects where the source can only be heard. */
  async start(source: FrameSource): Promise<void> {
    if (!isCountable(source)) throw new Error('this source cannot be counted')
    const { clock } = this.#options
    this.#source = source
    this.#wallMinusMonotonicMs = clock.now() - clock.monotonicMs()
    this.#countedAt = this.#horizonAt()
    source.beforeChange(() => this.#catchUp())
    this.#advance()
  }

  async stop(): Promise<void> {
    this.#wake?.cancel()
    const source = this.#source
    this.#source = undefined
    // The clock may have been set since the last look.
    if (source) this.#followClock(source)
    // The run was handed over whole; the horn had it until now.
    const now = this.#options.clock.now()
    if (this.#run && source) this.#endRun(this.#run, Math.min(now, source.nextChangeAt(this.#countedAt)))
  }

  delayMs(): number {
    return this.#unplayedMs
  }

  counters(): Readonly<OutputCounters> {
    return { ...this.#counters }
  }

  /** What is at the horn, or on its way to it. */
  running(): Readonly<CountedRun> | undefined {
    return this.#run
  }

  /** Counts what is due, in which sounds begin and end, and sleeps until the next of these is due. */
  #advance(): void {
    const source = this.#source
    if (!source) return
    this.#wake?.cancel()
    this.#followClock(source)
    this.#isPassing = true
    const horizonAt = this.#horizonAt()
    let changeAt = source.nextChangeAt(this.#countedAt)
    for (; changeAt <= horizonAt; changeAt = source.nextChangeAt(this.#countedAt)) {
      if (changeAt > this.#countedAt) this.#pass(source, changeAt)
      else this.#passChange(source)
    }
    if (this.#countedAt < horizonAt) this.#pass(source, horizonAt)
    this.#isPassing = false
    if (changeAt < Number.POSITIVE_INFINITY)
      this.#wake = this.#options.clock.after(changeAt - horizonAt, () => this.#advance())
  }

  /** The sample with which something begins; one that comes after its instant has kept the horn waiting. */
  #passChange(source: CountableSource): void {
    const now = this.#options.clock.now()
    if (this.#countedAt < now) {
      this.#counters.underruns += 1
      this.#countedAt = now
    }
    this.#pass(source, this.#countedAt + SAMPLE_MS)
  }

  /** Before a change from outside: counts what is on its way by now, in which nothing begins or ends. */
  #catchUp(): void {
    const source = this.#source
    if (!source || this.#isPassing) return
    this.#followClock(source)
    this.#countUpTo(source, this.#horizonAt())
    this.#wake?.cancel()
    this.#wake = this.#options.clock.after(0, () => this.#advance())
  }

  /** Counts up to the horizon, but for the sample with which something begins or ends. */
  #countUpTo(source: CountableSource, horizonAt: number): void {
    const untilAt = Math.min(horizonAt, source.nextChangeAt(this.#countedAt) - SAMPLE_MS)
    if (untilAt > this.#countedAt) this.#pass(source, untilAt)
  }

  #pass(source: CountableSource, untilAt: number): void {
    const fromAt = this.#countedAt
    this.#countedAt = untilAt
    source.pass(fromAt, untilAt)
    const { playing } = source.status()
    const before = this.#run
    if (before?.soundId === playing?.soundId) return
    if (before) this.#endRun(before, playing ? fromAt : untilAt)
    if (!playing) return
    // To the sample: instants are Unix times in a double, good to 0.2 µs only.
    const fromMs = Math.max(0, Math.round((playing.positionMs - (untilAt - fromAt)) / SAMPLE_MS) * SAMPLE_MS)
    this.#run = {
      soundId: playing.soundId,
      fromAt,
      untilAt: Number.POSITIVE_INFINITY,
      fromMs,
      writtenAt: this.#options.clock.now(),
    }
    this.#options.onRunBegun?.(this.#run)
  }

  #endRun(run: CountedRun, untilAt: number): void {
    run.untilAt = untilAt
    this.#run = undefined
    this.#options.onRunEnded?.(run)
  }

  /**
   * A step of the wall clock moves the count; a large one takes what sounds with it, as the aligner does. What was on its
   * way when the clock was set is heard by the clock as it was: only what the step passed over is lost.
   */
  #followClock(source: CountableSource): void {
    const { clock } = this.#options
    const offsetMs = clock.now() - clock.monotonicMs()
    const steppedMs = offsetMs - this.#wallMinusMonotonicMs
    if (Math.abs(steppedMs) <= STEP_MS) return
    this.#wallMinusMonotonicMs = offsetMs
    this.#countUpTo(source, this.#horizonAt() - steppedMs)
    this.#countedAt += steppedMs
    if (steppedMs < -STEP_BACK_MS || steppedMs > STEP_AHEAD_MS) source.clockSet(steppedMs)
  }

  /** Up to here frames would have been pulled by now. */
  #horizonAt(): number {
    return this.#options.clock.now() + this.#unplayedMs
  }
}

function isCountable(source: FrameSource): source is CountableSource {
  return 'pass' in source && 'nextChangeAt' in source && 'beforeChange' in source
}
