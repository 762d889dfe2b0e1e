import type { Health } from '@tieng-lang/protocol'
import type { AgentLog } from './agent-log.ts'

type Losses = NonNullable<Health['losses']>

/** Writes down each growth of what was let go: a count that nobody reads is as good as silence. */
export class LossLog {
  readonly #log: AgentLog
  #told: Losses = { acks: 0, storageFailures: 0 }

  constructor(log: AgentLog) {
    this.#log = log
  }

  look(losses: Losses): void {
    const isMore = losses.acks > this.#told.acks || losses.storageFailures > this.#told.storageFailures
    this.#told = { ...losses }
    if (isMore) this.#log.warn({ ...losses }, 'something had to be let go, or the disk refused')
  }
}
