import { CodedError } from '@tieng-lang/protocol'

export interface IntakeQueueLimits {
  /** Waiting, running or still being uploaded, of everybody. */
  placesMax: number
  /** Of one person. */
  placesPerPersonMax: number
}

/** A morning's folder of files fits for one person, and ten others are not shut out by it. */
const LIMITS: IntakeQueueLimits = { placesMax: 100, placesPerPersonMax: 30 }

/** Someone's place in the queue: taken before anything is uploaded, given back by `leave`, however it ends. */
export interface IntakePlace {
  /** Runs `act` when it is its turn. Rejects with `aborted` where it was cancelled while it waited. */
  run<T>(act: () => Promise<T>, signal?: AbortSignal): Promise<T>
  leave(): void
}

interface Waiting {
  begin(): void
}

/** ffmpeg takes a whole core: one intake at a time, and people take turns, whoever brings how much. */
export class IntakeQueue {
  readonly #limits: IntakeQueueLimits
  /** Places taken, by person. */
  readonly #places = new Map<string, number>()
  /** Who waits with what, in the order in which their turns come. */
  readonly #lines = new Map<string, Waiting[]>()
  #isRunning = false

  constructor(limits: IntakeQueueLimits = LIMITS) {
    this.#limits = limits
  }

  /** Throws `tooBusy` where there are too many already. */
  take(person: string): IntakePlace {
    const own = this.#places.get(person) ?? 0
    const all = [...this.#places.values()].reduce((sum, count) => sum + count, 0)
    if (all >= this.#limits.placesMax || own >= this.#limits.placesPerPersonMax)
      throw new CodedError('tooBusy', `${all} recordings are waiting, ${own} of them of this person`)
    this.#places.set(person, own + 1)
    let isTaken = true
    return {
      run: (act, signal) => this.#run(person, act, signal),
      leave: () => {
        if (isTaken) this.#leave(person)
        isTaken = false
      },
    }
  }

  #leave(person: string): void {
    const left = (this.#places.get(person) ?? 1) - 1
    if (left === 0) this.#places.delete(person)
    else this.#places.set(person, left)
  }

  async #run<T>(person: string, act: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    await this.#turnOf(person, signal)
    try {
      return await act()
    } finally {
      this.#isRunning = false
      this.#next()
    }
  }

  #turnOf(person: string, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const line = this.#lines.get(person) ?? []
      this.#lines.set(person, line)
      const abort = () => {
        const index = line.indexOf(waiting)
        if (index >= 0) line.splice(index, 1)
        reject(new CodedError('aborted', 'the intake was cancelled'))
      }
      const waiting = {
        begin: () => {
          signal?.removeEventListener('abort', abort)
          resolve()
        },
      }
      line.push(waiting)
      if (signal?.aborted) abort()
      signal?.addEventListener('abort', abort, { once: true })
      this.#next()
    })
  }

  /** The first person of the line has a turn and goes to its end. */
  #next(): void {
    if (this.#isRunning) return
    for (const [person, line] of this.#lines) {
      this.#lines.delete(person)
      const first = line.shift()
      if (line.length > 0) this.#lines.set(person, line)
      if (!first) continue
      this.#isRunning = true
      first.begin()
      return
    }
  }
}
