import { type Cancellable, type Clock, NO_STEPS, type Steps } from '@tieng-lang/protocol'

/** The power relay of the amplifier, and how long it takes until a horn can be heard. */
export interface PowerRelay {
  /** Resolves when the board has taken it; rejects where the board does not answer. */
  setPower(isOn: boolean): Promise<void>
  warmUpMs(): number
}

export type PowerMode = 'auto' | 'on' | 'off'

export interface AmplifierPowerOptions {
  clock: Clock
  relay: PowerRelay
  /** How long it stays on after the last sound: a pause between two items is no reason to switch. */
  idleOffMs?: number
  onFailure: (cause: unknown) => void
  steps?: Steps
}

/**
 * Switched on this long before warm-up would just be enough: the relay is on the far side of a wire where a lost answer
 * costs 150 ms, and a busy machine more.
 */
const MARGIN_MS = 600
/** From asking the relay until it has switched, while it has not answered yet. */
const RELAY_MS = 50
/** A lost answer costs 150 ms; asked again at once, the relay still switches before warm-up is needed. */
const RETRY_MS = 100

/** Keeps the amplifier warm while something is, or is about to be, heard; off when nothing is. */
export class AmplifierPower {
  readonly #options: AmplifierPowerOptions
  #mode: PowerMode = 'auto'
  #isWanted = false
  /** What is wanted passes a command to be off: an emergency. */
  #isForced = false
  /** As the relay was told in this life; an earlier one that died may have left it on. */
  #isOn: boolean | undefined
  /** Monotonic instant at which the relay said that it is on; undefined until then. */
  #onSinceMs: number | undefined
  #timer: Cancellable | undefined
  #retry: Cancellable | undefined

  constructor(options: AmplifierPowerOptions) {
    this.#options = options
  }

  get mode(): PowerMode {
    return this.#mode
  }

  /** Takes up what an earlier life was told. What that life left on stays on for a pause: its sound may go on at once. */
  begin(mode: PowerMode): void {
    this.#mode = mode
    if (mode === 'auto') this.release()
    else this.#apply()
  }

  setMode(mode: PowerMode): void {
    this.#mode = mode
    this.#apply()
  }

  /**
   * Sound is to leave the horns `delayMs` from now: switches on in time. `isForced`: also where a command has switched
   * it off, until it is released.
   */
  wantIn(delayMs: number, { isForced = false } = {}): void {
    this.#isForced ||= isForced
    const waitMs = delayMs - this.#options.relay.warmUpMs() - MARGIN_MS
    if (waitMs <= 0 || this.#isWanted) this.#want()
    else this.#schedule(waitMs, () => this.#want())
  }

  /** How long from now until a horn could be heard if it were wanted at once; 0 when warm. */
  readyInMs(): number {
    const { clock, relay } = this.#options
    if (!this.#isOn || this.#onSinceMs === undefined) return relay.warmUpMs() + RELAY_MS
    return Math.max(0, this.#onSinceMs + relay.warmUpMs() - clock.monotonicMs())
  }

  /** For how long a horn could be heard already, negative while it warms up; undefined where the relay never said. */
  warmForMs(): number | undefined {
    const { clock, relay } = this.#options
    if (this.#onSinceMs === undefined) return undefined
    return clock.monotonicMs() - this.#onSinceMs - relay.warmUpMs()
  }

  /** Nothing sounds or is about to: switches off after a while. */
  release(): void {
    this.#schedule(this.#options.idleOffMs ?? 10_000, () => {
      this.#isWanted = false
      this.#isForced = false
      this.#apply()
    })
  }

  /** Switches off at once, whatever is wanted: the agent is going. */
  async stop(): Promise<void> {
    this.#timer?.cancel()
    this.#retry?.cancel()
    this.#isWanted = false
    this.#mode = 'auto'
    this.#isOn = false
    await this.#options.relay.setPower(false).catch(this.#options.onFailure)
  }

  #want(): void {
    this.#timer?.cancel()
    this.#isWanted = true
    this.#apply()
  }

  #schedule(delayMs: number, run: () => void): void {
    this.#timer?.cancel()
    this.#timer = this.#options.clock.after(delayMs, run)
  }

  #apply(): void {
    const isOn = this.#mode === 'on' || (this.#isWanted && (this.#mode === 'auto' || this.#isForced))
    if (isOn !== this.#isOn) this.#switch(isOn)
  }

  #switch(isOn: boolean): void {
    const { clock, relay, onFailure, steps = NO_STEPS } = this.#options
    this.#retry?.cancel()
    this.#isOn = isOn
    this.#onSinceMs = undefined
    relay.setPower(isOn).then(
      () => {
        steps.reached(isOn ? 'amplifierOn' : 'amplifierOff')
        if (isOn && this.#isOn) this.#onSinceMs ??= clock.monotonicMs()
      },
      (cause: unknown) => {
        onFailure(cause)
        this.#retry = clock.after(RETRY_MS, () => {
          if (this.#isOn === isOn) this.#switch(isOn)
        })
      },
    )
  }
}
