import type { LineFault } from '@tieng-lang/protocol/board'
import { connectedPowerW, type Horn, hornsImpedanceOhm, LINE_V } from './horns.ts'

/** What a line supervision shows for a line that is cut, and what a shorted line still lets through. */
const OPEN_IMPEDANCE_OHM = 6_553
const SHORT_IMPEDANCE_OHM = 0.5
const AMPLIFIER_CURRENT_A_MAX = 4

/** A loudspeaker line with its horns, and the handle by which a test breaks and mends it. */
export class LoudspeakerLine {
  readonly horns: Horn[]
  #fault: LineFault | null = null

  constructor(hornPowersW: readonly number[]) {
    this.horns = hornPowersW.map((powerW) => ({ powerW, isConnected: true }))
  }

  /** Cuts the line. */
  open(): void {
    this.#fault = 'openLine'
  }

  /** Shorts the line. */
  short(): void {
    this.#fault = 'shortLine'
  }

  /** A wire touches earth: the line still sounds. */
  earth(): void {
    this.#fault = 'earthFault'
  }

  mend(): void {
    this.#fault = null
    for (const horn of this.horns) horn.isConnected = true
  }

  faults(): Set<LineFault> {
    if (this.#fault !== null) return new Set([this.#fault])
    return new Set(connectedPowerW(this.horns) === 0 ? ['openLine'] : [])
  }

  impedanceOhm(): number {
    if (this.#fault === 'openLine') return OPEN_IMPEDANCE_OHM
    if (this.#fault === 'shortLine') return SHORT_IMPEDANCE_OHM
    return Math.min(OPEN_IMPEDANCE_OHM, hornsImpedanceOhm(this.horns))
  }

  /** RMS current for sound of RMS `level` (full scale = 1) at the amplifier. */
  currentA(level: number): number {
    if (this.#fault === 'openLine') return 0
    const impedanceOhm = this.#fault === 'shortLine' ? SHORT_IMPEDANCE_OHM : hornsImpedanceOhm(this.horns)
    return Math.min(AMPLIFIER_CURRENT_A_MAX, (level * LINE_V) / impedanceOhm)
  }

  /** What the horns turn into sound, in watts of electrical power. */
  soundPowerW(level: number): number {
    if (this.#fault === 'openLine' || this.#fault === 'shortLine') return 0
    return level ** 2 * connectedPowerW(this.horns)
  }
}
