import type { Clock } from '@tieng-lang/protocol'
import { CaptureLinkServer } from './capture-link-server.ts'
import { type FmSignal, type FmStationOptions, fmSignal } from './fm-station.ts'

/** Where a tuner stands that was just switched on. */
const FIRST_KHZ = 87_500
const FULL_SCALE = 32_767

export interface SimulatedTunerOptions {
  clock: Clock
  /** What is on the air here. */
  stations: readonly FmStationOptions[]
  /** How much faster than nominal its converter runs; 0 when not given. */
  ppm?: number
  /** 0, or nothing, takes any free port. */
  port?: number
}

/**
 * The FM tuner of a board: it hears the station it is tuned to, and nothing where there is none. Its sound goes out by a
 * PCM link of its own, while its gate is open.
 */
export class SimulatedTuner {
  isGateOpen = false
  frequencyKhz = FIRST_KHZ
  /** Stations that are off the air now, or that something is before. */
  readonly lostKhz = new Set<number>()
  /** Every change of gate and frequency, in order. */
  readonly commands: { isGateOpen: boolean; frequencyKhz: number }[] = []
  readonly link: CaptureLinkServer
  readonly #options: SimulatedTunerOptions
  readonly #signals = new Map<number, FmSignal>()

  constructor(options: SimulatedTunerOptions) {
    this.#options = options
    const { clock, ppm = 0, port = 0 } = options
    this.link = new CaptureLinkServer({
      clock,
      ppm,
      port,
      soundAt: (trueMs, into) => this.#hear(trueMs, into),
    })
  }

  async start(): Promise<void> {
    for (const station of this.#options.stations)
      this.#signals.set(station.frequencyKhz, await fmSignal(station))
    await this.link.start()
  }

  async stop(): Promise<void> {
    await this.link.stop()
  }

  get hasCarrier(): boolean {
    return this.#signals.has(this.frequencyKhz) && !this.lostKhz.has(this.frequencyKhz)
  }

  /** What the registers were written. */
  set({ isGateOpen = this.isGateOpen, frequencyKhz = this.frequencyKhz }): void {
    this.isGateOpen = isGateOpen
    this.frequencyKhz = frequencyKhz
    this.commands.push({ isGateOpen, frequencyKhz })
  }

  /** Mute without a carrier; nothing at all while the gate is shut. */
  #hear(trueMs: (index: number) => number, into: Int16Array): boolean {
    if (!this.isGateOpen) return false
    const signal = this.hasCarrier ? this.#signals.get(this.frequencyKhz) : undefined
    for (let index = 0; index < into.length; index++)
      into[index] = signal ? Math.round(signal(trueMs(index)) * FULL_SCALE) : 0
    return true
  }
}
