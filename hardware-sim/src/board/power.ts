import type { Clock } from '@tieng-lang/protocol'

/** The protection relay cuts outside these (REQUIREMENTS R16), and closes again only well inside them. */
const CUT_BELOW_V = 90
const CUT_ABOVE_V = 240
const CLOSE_ABOVE_V = 95
const CLOSE_BELOW_V = 235

export interface PowerOptions {
  clock: Clock
  warmUpMs: number
}

/** The supply of a board: mains, protection relay, the amplifier's power relay and its warm-up. */
export class Power {
  dcV = 24
  readonly warmUpMs: number
  readonly #clock: Clock
  #mainsV = 220
  #isCut = false
  #isSwitchedOn = false
  /** Monotonic times at which the amplifier last got and last lost its supply. */
  #suppliedFromMs: number | null = null
  #suppliedUntilMs = Number.NEGATIVE_INFINITY
  #lastSoundFromMs = Number.POSITIVE_INFINITY

  constructor(options: PowerOptions) {
    this.#clock = options.clock
    this.warmUpMs = options.warmUpMs
  }

  get mainsV(): number {
    return this.#mainsV
  }

  set mainsV(volts: number) {
    this.#mainsV = volts
    if (volts < CUT_BELOW_V || volts > CUT_ABOVE_V) this.#isCut = true
    else if (volts > CLOSE_ABOVE_V && volts < CLOSE_BELOW_V) this.#isCut = false
    this.#follow()
  }

  /** The power relay, as commanded over Modbus. */
  get isSwitchedOn(): boolean {
    return this.#isSwitchedOn
  }

  set isSwitchedOn(isOn: boolean) {
    this.#isSwitchedOn = isOn
    this.#follow()
  }

  get isCut(): boolean {
    return this.#isCut
  }

  get isSupplied(): boolean {
    return this.#suppliedFromMs !== null
  }

  get isWarm(): boolean {
    return this.isAudibleAt(this.#clock.monotonicMs())
  }

  /** Whether the amplifier made sound at an instant of the monotonic clock, now or a moment ago. */
  isAudibleAt(monotonicMs: number): boolean {
    if (this.#suppliedFromMs !== null && monotonicMs >= this.#suppliedFromMs + this.warmUpMs) return true
    return monotonicMs >= this.#lastSoundFromMs && monotonicMs < this.#suppliedUntilMs
  }

  #follow(): void {
    const isSupplied = this.#isSwitchedOn && !this.#isCut
    const now = this.#clock.monotonicMs()
    if (isSupplied && this.#suppliedFromMs === null) this.#suppliedFromMs = now
    else if (!isSupplied && this.#suppliedFromMs !== null) {
      this.#lastSoundFromMs = this.#suppliedFromMs + this.warmUpMs
      this.#suppliedUntilMs = now
      this.#suppliedFromMs = null
    }
  }
}
