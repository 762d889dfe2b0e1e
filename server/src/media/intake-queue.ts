import { CodedError } from '@tieng-lang/protocol'

/** ffmpeg takes a whole core: one intake at a time, so many may wait. */
const WAITING_MAX = 20

export class IntakeQueue {
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0

  /** Runs `act` when those before it have ended. Rejects with `tooBusy` where too many wait. */
  async run<T>(act: () => Promise<T>): Promise<T> {
    if (this.#waiting >= WAITING_MAX) throw new CodedError('tooBusy', `${WAITING_MAX} recordings are waiting`)
    this.#waiting += 1
    const turn = this.#last.then(act, act)
    this.#last = turn.catch(() => {})
    try {
      return await turn
    } finally {
      this.#waiting -= 1
    }
  }
}
