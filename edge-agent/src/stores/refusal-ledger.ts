import { type Clock, MINUTE_MS, type RefusalCode } from '@tieng-lang/protocol'

/** One thing from outside that was not accepted. */
export interface Refusal {
  code: RefusalCode
  /** The MQTT topic it came on, or would have come on. */
  topic: string
  /** The command's or document's own id, where it could be read. */
  regarding?: string
  /** A sentence for a person. */
  detail?: string
}

/** At most so many refusals are reported one by one in a minute; the rest is only counted. */
const REPORTS_PER_MINUTE_MAX = 20

/** Counts every refusal by its code, and passes on as many as may be reported (DESIGN §3: counted, reported). */
export class RefusalLedger {
  readonly #clock: Clock
  readonly #counts = new Map<RefusalCode, number>()
  #report: ((refusal: Refusal) => void) | undefined
  #unreported: Refusal[] = []
  #minuteStartMs = Number.NEGATIVE_INFINITY
  #reportsThisMinute = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Counts a refusal and reports it while the minute's allowance lasts. */
  note(refusal: Refusal): void {
    this.#counts.set(refusal.code, (this.#counts.get(refusal.code) ?? 0) + 1)
    if (!this.#mayReport()) return
    if (this.#report) this.#report(refusal)
    else if (this.#unreported.length < REPORTS_PER_MINUTE_MAX) this.#unreported.push(refusal)
  }

  /** How often each code was noted since start: `Health.refusals`. */
  counts(): Record<string, number> {
    return Object.fromEntries(this.#counts)
  }

  /** Where reports go; what was noted before (a tampered file at start) follows at once. */
  reportTo(report: (refusal: Refusal) => void): void {
    this.#report = report
    for (const refusal of this.#unreported.splice(0)) report(refusal)
  }

  #mayReport(): boolean {
    const now = this.#clock.monotonicMs()
    if (now - this.#minuteStartMs >= MINUTE_MS) {
      this.#minuteStartMs = now
      this.#reportsThisMinute = 0
    }
    this.#reportsThisMinute += 1
    return this.#reportsThisMinute <= REPORTS_PER_MINUTE_MAX
  }
}
