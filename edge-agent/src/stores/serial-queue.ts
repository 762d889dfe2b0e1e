/** Runs asynchronous steps one after another, in the order in which they were asked for. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0

  /** Resolves or rejects as `step` does; a failed step does not hold up the next. */
  run<T>(step: () => Promise<T>): Promise<T> {
    this.#waiting += 1
    const result = this.#last.then(step)
    this.#last = result.then(
      () => this.#done(),
      () => this.#done(),
    )
    return result
  }

  /** Steps not yet finished. */
  size(): number {
    return this.#waiting
  }

  /** Resolves when everything asked for up to now has finished. */
  async idle(): Promise<void> {
    await this.#last
  }

  #done(): void {
    this.#waiting -= 1
  }
}
