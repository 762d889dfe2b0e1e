import {
  type Cancellable,
  type Clock,
  type HealthParts,
  type PartState,
  SECOND_MS,
  type ServerHealth,
} from '@tieng-lang/protocol'

/** One commit and one small message each time: little for the disk, soon enough for a person. */
const LOOK_EVERY_MS = 5 * SECOND_MS

/** How each part is looked at; none rejects or takes longer than some seconds. */
export type HealthChecks = {
  [Part in keyof HealthParts]: () => HealthParts[Part] | Promise<HealthParts[Part]>
}

/** Looks at every part every few seconds; whoever asks is told the last look, however often they ask. */
export class HealthWatch {
  readonly #clock: Clock
  readonly #checks: HealthChecks
  readonly #listeners: ((health: ServerHealth, before: ServerHealth | undefined) => void)[] = []
  #latest: ServerHealth | undefined
  #timer: Cancellable | undefined
  #isStopped = false

  constructor(clock: Clock, checks: HealthChecks) {
    this.#clock = clock
    this.#checks = checks
  }

  /** Resolves after the first look. */
  start(): Promise<void> {
    return this.#lookOn()
  }

  /** A look that still waits for an answer changes nothing any more; nobody has to wait for it. */
  stop(): void {
    this.#isStopped = true
    this.#timer?.cancel()
  }

  /** The last look. Throws before `start` has resolved. */
  latest(): ServerHealth {
    if (!this.#latest) throw new Error('the health watch has not looked yet')
    return this.#latest
  }

  /** Called after each look. */
  onLook(run: (health: ServerHealth, before: ServerHealth | undefined) => void): void {
    this.#listeners.push(run)
  }

  async #lookOn(): Promise<void> {
    await this.#look()
    if (!this.#isStopped) this.#timer = this.#clock.after(LOOK_EVERY_MS, () => void this.#lookOn())
  }

  async #look(): Promise<void> {
    const { database, broker, disk, eventLoop, clock } = this.#checks
    const asked = Promise.all([broker(), disk()])
    const here = { clock: await clock(), database: await database() }
    const [brokerHealth, diskHealth] = await asked
    if (this.#isStopped) return
    // Last: what held the loop up during this look is in it.
    const parts = { ...here, broker: brokerHealth, disk: diskHealth, eventLoop: await eventLoop() }
    const before = this.#latest
    this.#latest = { at: this.#clock.now(), state: worstOf(parts), parts }
    for (const tell of this.#listeners) tell(this.#latest, before)
  }
}

function worstOf(parts: HealthParts): PartState {
  const states = Object.values(parts).map(({ state }) => state)
  return states.includes('failing') ? 'failing' : states.includes('degraded') ? 'degraded' : 'ok'
}
