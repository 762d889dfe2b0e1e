import { SAMPLES_PER_MS } from '../../audio/sounds/sound.ts'

/** Reports that the line is drawn through: its slope is the microphone's own rate. */
const REPORTS_MAX = 12
/** A report this far off the line begins a new one: the source was started again. */
const JUMP_MS = 20
/** Sound cards are within this of 48 kHz; a line through few points must not say otherwise. */
const RATE_ERROR_MAX = 200e-6
/** Below this stretch the points say nothing of the rate. */
const RATE_SPAN_MS = 4_000

export interface CaptureReport {
  /** Capture sample (RTP timestamp, unwrapped) and the server's instant at which it was captured (Unix ms). */
  sample: number
  serverAt: number
}

/**
 * Which sample of the microphone belongs to which instant of the server's clock: a line through the last sender reports
 * (RFC 3550 §6.4.1). Every cluster draws the same one, whenever it joined.
 */
export class CaptureLine {
  #reports: CaptureReport[] = []
  #origin: CaptureReport | null = null
  #samplesPerMs = SAMPLES_PER_MS

  get isKnown(): boolean {
    return this.#origin !== null
  }

  /** Takes a sender report; the same one twice changes nothing. */
  note(report: CaptureReport): void {
    if (this.#reports.some(({ serverAt }) => serverAt === report.serverAt)) return
    const isJump =
      this.#origin !== null &&
      Math.abs(report.sample - this.sampleAt(report.serverAt)) > JUMP_MS * SAMPLES_PER_MS
    this.#reports = [...(isJump ? [] : this.#reports), report]
      .sort((a, b) => a.serverAt - b.serverAt)
      .slice(-REPORTS_MAX)
    this.#draw()
  }

  /** The capture sample (with a fraction) of an instant of the server's clock. Only where `isKnown`. */
  sampleAt(serverAt: number): number {
    if (this.#origin === null) return 0
    return this.#origin.sample + (serverAt - this.#origin.serverAt) * this.#samplesPerMs
  }

  /** Another stream begins. */
  clear(): void {
    this.#reports = []
    this.#origin = null
    this.#samplesPerMs = SAMPLES_PER_MS
  }

  /** Least squares, around the middle of the points: there the line is best known. */
  #draw(): void {
    const count = this.#reports.length
    const mean = {
      serverAt: this.#reports.reduce((sum, { serverAt }) => sum + serverAt / count, 0),
      sample: this.#reports.reduce((sum, { sample }) => sum + sample / count, 0),
    }
    let above = 0
    let below = 0
    for (const { serverAt, sample } of this.#reports) {
      above += (serverAt - mean.serverAt) * (sample - mean.sample)
      below += (serverAt - mean.serverAt) ** 2
    }
    const spanMs = (this.#reports.at(-1)?.serverAt ?? 0) - (this.#reports[0]?.serverAt ?? 0)
    const rate = spanMs < RATE_SPAN_MS ? SAMPLES_PER_MS : above / below
    const error = Math.min(RATE_ERROR_MAX, Math.max(-RATE_ERROR_MAX, rate / SAMPLES_PER_MS - 1))
    this.#samplesPerMs = SAMPLES_PER_MS * (1 + error)
    this.#origin = mean
  }
}
