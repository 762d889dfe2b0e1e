import {
  type Cancellable,
  type Clock,
  type ClockState,
  COMMAND_MS_MAX,
  type Files,
  MINUTE_MS,
  SECOND_MS,
} from '@tieng-lang/protocol'
import {
  afterRestart,
  BLANK_CLOCK_MEMORY,
  type ClockMemory,
  type ClockReading,
  clockMemoryCheck,
  hasStepped,
  judge,
  weighAnswer,
} from './clock-judgement.ts'
import { StateFile } from './state-file.ts'

export interface ClockTrustOptions {
  clock: Clock
  files: Files
  /** Whether the board's real-time clock kept its time over the last power cut; asked once, at start. */
  isRtcHealthy: () => boolean | Promise<boolean>
}

/** Questions still open; more than one only where answers are lost. */
const NONCES_MAX = 8

/** Whether the system clock may be believed (DESIGN §3 *Time*). It never sets the clock; it says what is wrong. */
export class ClockTrust {
  readonly #options: ClockTrustOptions
  readonly #file: StateFile<ClockMemory>
  readonly #listeners: ((state: ClockState) => void)[] = []
  /** Nonce → when it was asked, monotonic. */
  readonly #asked = new Map<string, number>()
  #memory: ClockMemory = BLANK_CLOCK_MEMORY
  #seen: ClockReading | undefined
  #told: ClockState = 'neverSynchronised'
  #offsetMs: number | null = null
  #storageFailures = 0
  #tick: Cancellable | undefined
  #heartbeat: Cancellable | undefined
  #awayMs: number | null = null
  /** Since when no command to the life before this one can be on its way any more, monotonic. */
  #aloneFromMs = 0

  constructor(options: ClockTrustOptions) {
    this.#options = options
    this.#file = new StateFile(options.files, 'clock.json', clockMemoryCheck.check)
  }

  /** Reads what was remembered, judges the RTC, and looks at the clocks from then on. */
  async start(): Promise<void> {
    const loaded = await this.#file.load()
    if (loaded) this.#aloneFromMs = this.#options.clock.monotonicMs() + COMMAND_MS_MAX
    const stored = loaded ?? BLANK_CLOCK_MEMORY
    const isRtcHealthy = await this.#options.isRtcHealthy()
    this.#memory = afterRestart(stored, this.#options.clock.now(), { isRtcHealthy })
    this.#told = judge(this.#memory, this.#options.clock.now())
    if (this.#told === 'trusted') this.#awayMs = this.#options.clock.now() - stored.savedAt
    this.#watch()
    this.#heartbeatOn()
  }

  /** Ends the ticking and saves the last instant of trust. */
  async stop(): Promise<void> {
    this.#tick?.cancel()
    this.#heartbeat?.cancel()
    this.#look()
    await this.#save()
  }

  /** Trusted time, Unix ms; undefined while the clock is not trusted. */
  now(): number | undefined {
    const { wallAt } = this.#look()
    return this.#told === 'trusted' ? wallAt : undefined
  }

  state(): ClockState {
    this.#look()
    return this.#told
  }

  /** Ours minus the server's at the last answer in time; null before it. */
  offsetMs(): number | null {
    return this.#offsetMs
  }

  /** From the last instant that an earlier life saved to the start of this one; null where the clock cannot tell. */
  awayMs(): number | null {
    return this.#awayMs
  }

  /** How often the disk did not take what had to be remembered. */
  storageFailures(): number {
    return this.#storageFailures
  }

  /** Called after each change of state. */
  onChange(run: (state: ClockState) => void): void {
    this.#listeners.push(run)
  }

  /** A nonce is about to be sent (link). */
  asked(nonce: string): void {
    const [oldest] = this.#asked.keys()
    if (this.#asked.size >= NONCES_MAX && oldest !== undefined) this.#asked.delete(oldest)
    this.#asked.set(nonce, this.#options.clock.monotonicMs())
  }

  /**
   * The server's signed answer (link), which counts once: `unknownNonce` is a replay or not ours. `late` took over 2 s,
   * or answers a question that this agent may have asked before it was restarted; it changes nothing.
   */
  answered(nonce: string, serverAt: number): 'agreed' | 'disagreed' | 'late' | 'unknownNonce' {
    const askedMs = this.#asked.get(nonce)
    if (askedMs === undefined) return this.#mayBeEarlier() ? 'late' : 'unknownNonce'
    this.#asked.delete(nonce)
    const received = this.#look()
    const answer = weighAnswer(askedMs, received, serverAt)
    if (answer.kind === 'late') return 'late'
    this.#offsetMs = answer.offsetMs
    if (answer.kind === 'agreed') {
      this.#memory = { agreedAt: received.wallAt, savedAt: received.wallAt, doubt: null }
    } else {
      this.#memory = { ...this.#memory, doubt: 'disagreed' }
    }
    this.#tell(received.wallAt)
    void this.#save()
    return answer.kind
  }

  /** It may be the answer to what the life before this one asked. */
  #mayBeEarlier(): boolean {
    return this.#options.clock.monotonicMs() < this.#aloneFromMs
  }

  /** Compares both clocks with the last look; every use of the clock passes here, so no step goes unseen. */
  #look(): ClockReading {
    const { clock } = this.#options
    const reading = { wallAt: clock.now(), monotonicMs: clock.monotonicMs() }
    const isStep = this.#seen !== undefined && hasStepped(this.#seen, reading)
    this.#seen = reading
    // Whatever was wrong with it before, a clock that was set may be right now: the change of state has it ask.
    const isKnown = judge(this.#memory, reading.wallAt) !== 'neverSynchronised'
    if (isStep && isKnown && this.#memory.doubt !== 'stepped') {
      this.#memory = { ...this.#memory, doubt: 'stepped' }
      void this.#save()
    }
    this.#tell(reading.wallAt)
    return reading
  }

  #tell(wallAt: number): void {
    const state = judge(this.#memory, wallAt)
    if (state === this.#told) return
    this.#told = state
    for (const run of this.#listeners) run(state)
  }

  /** A clock that tells when it was set need not be looked at. */
  #watch(): void {
    const { clock } = this.#options
    this.#look()
    if (clock.onSet) this.#tick = clock.onSet(() => this.#look())
    else this.#tickOn()
  }

  #tickOn(): void {
    this.#look()
    this.#tick = this.#options.clock.after(SECOND_MS, () => this.#tickOn())
  }

  #heartbeatOn(): void {
    this.#heartbeat = this.#options.clock.after(MINUTE_MS, () => {
      this.#look()
      void this.#save()
      this.#heartbeatOn()
    })
  }

  /** A failing disk costs the heartbeat, not the clock: after a restart the clock is then judged by an older instant. */
  async #save(): Promise<void> {
    if (this.#told === 'trusted') {
      this.#memory = { ...this.#memory, savedAt: Math.max(this.#memory.savedAt, this.#options.clock.now()) }
    }
    await this.#file.save(this.#memory).catch(() => {
      this.#storageFailures += 1
    })
  }
}
