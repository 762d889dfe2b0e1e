import type { ReadyAnswer } from '@tieng-lang/protocol'

/**
 * Whether the server can be relied on: from the moment when everything is delivered and every door open, until it is
 * asked to stop.
 */
export class Readiness {
  #state: ReadyAnswer['state'] = 'starting'

  get state(): ReadyAnswer['state'] {
    return this.#state
  }

  doorsAreOpen(): void {
    if (this.#state === 'starting') this.#state = 'ready'
  }

  isStopping(): void {
    this.#state = 'stopping'
  }
}
