import type { Clock } from '@tieng-lang/protocol'
import { BROKER_REFUSALS, type BrokerRefusal } from './access-rules.ts'

/** Refusals of one kind by one client, gathered over a second, so that a flood is one line. */
export interface RefusalReport {
  code: BrokerRefusal
  /** As given by the client, cut to a readable length; empty where it gave none. */
  username: string
  /** The first topic or filter concerned, where there is one. */
  topic?: string
  count: number
}

const REPORT_EVERY_MS = 1_000
const REPORTS_PER_SECOND_MAX = 100
const TEXT_LENGTH_MAX = 300

/** Counts every refusal, and reports them second by second. */
export class RefusalLog {
  /** `fromEntries` forgets which keys it was given. */
  readonly totals = Object.fromEntries(BROKER_REFUSALS.map((code) => [code, 0])) as Record<
    BrokerRefusal,
    number
  >
  readonly #clock: Clock
  readonly #report: (reports: RefusalReport[]) => void
  readonly #gathered = new Map<string, RefusalReport>()

  constructor(clock: Clock, report: (reports: RefusalReport[]) => void) {
    this.#clock = clock
    this.#report = report
  }

  add(code: BrokerRefusal, about: { username: string | undefined; topic?: string }): void {
    this.totals[code] += 1
    const username = (about.username ?? '').slice(0, TEXT_LENGTH_MAX)
    const key = `${code} ${username}`
    const known = this.#gathered.get(key)
    if (known) {
      known.count += 1
      return
    }
    // Past the bound only the totals count; they are exact.
    if (this.#gathered.size >= REPORTS_PER_SECOND_MAX) return
    if (this.#gathered.size === 0) this.#clock.after(REPORT_EVERY_MS, () => this.#flush())
    const topic = about.topic?.slice(0, TEXT_LENGTH_MAX)
    this.#gathered.set(key, { code, username, ...(topic !== undefined && { topic }), count: 1 })
  }

  #flush(): void {
    const reports = [...this.#gathered.values()]
    this.#gathered.clear()
    this.#report(reports)
  }
}
