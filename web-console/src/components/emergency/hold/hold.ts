/** Long enough that no slip, no drop of rain and no pocket raises anything (R10). */
export const HOLD_MS = 1_500

interface HoldOptions {
  /** Calls back after so many ms; the answer gives that up. */
  after: (ms: number, act: () => void) => () => void
  onChange: (isHeld: boolean) => void
  onDone: () => void
}

/**
 * A press that must last. Only what began it can end it: a second finger, or water on the glass, neither helps nor
 * disturbs.
 */
export class Hold {
  readonly #options: HoldOptions
  #by: string | undefined
  #giveUp: (() => void) | undefined

  constructor(options: HoldOptions) {
    this.#options = options
  }

  press(by: string): void {
    if (this.#by !== undefined) return
    this.#by = by
    this.#giveUp = this.#options.after(HOLD_MS, () => this.#done())
    this.#options.onChange(true)
  }

  /** True where it was let go before its time. */
  release(by: string): boolean {
    if (this.#by !== by) return false
    return this.cancel()
  }

  cancel(): boolean {
    if (this.#by === undefined) return false
    this.#end()
    return true
  }

  #done(): void {
    this.#end()
    this.#options.onDone()
  }

  #end(): void {
    this.#giveUp?.()
    this.#giveUp = undefined
    this.#by = undefined
    this.#options.onChange(false)
  }
}
