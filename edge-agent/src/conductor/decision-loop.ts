import type { Clock } from '@tieng-lang/protocol'
import {
  arbitrate,
  type Decision,
  type Output,
  type OutputEffect,
  type OutputInput,
} from '@tieng-lang/scheduler'
import { WallClockSteps } from './wall-clock-steps.ts'

export interface DecisionLoopOptions {
  clock: Clock
  output: Output
  isClockTrusted: () => boolean
  /** Gives what has to be decided next because of it. */
  carryOut: (effect: OutputEffect) => OutputInput | undefined
  /** The wall clock was set: before anything is decided by it. */
  onClockStep: () => void
  /** The effects of a decision have been carried out. */
  onDecided: (about: { hasEffects: boolean }) => void
}

/** Has one thing after another decided, in the order in which they come, also those that come meanwhile. */
export class DecisionLoop {
  readonly #options: DecisionLoopOptions
  readonly #steps: WallClockSteps
  readonly #queue: OutputInput[] = []
  #output: Output
  #isDeciding = false

  constructor(options: DecisionLoopOptions) {
    this.#options = options
    this.#output = options.output
    this.#steps = new WallClockSteps(options.clock)
  }

  /** Steps of the wall clock count from here on. */
  begin(): void {
    this.#steps.begin()
  }

  output(): Output {
    return this.#output
  }

  decide(input: OutputInput): void {
    this.#queue.push(input)
    this.#decideAll()
  }

  /** Carries out what was decided elsewhere, such as what a restart makes of the output. */
  apply({ output, effects }: Decision): void {
    const { carryOut, onDecided } = this.#options
    this.#output = output
    for (const effect of effects) {
      const next = carryOut(effect)
      if (next) this.#queue.push(next)
    }
    onDecided({ hasEffects: effects.length > 0 })
    this.#decideAll()
  }

  #decideAll(): void {
    if (this.#isDeciding) return
    this.#isDeciding = true
    try {
      for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
        this.#followClock()
        this.apply(arbitrate(this.#output, next, this.#options.clock.now()))
      }
    } finally {
      this.#isDeciding = false
    }
  }

  /** A wall clock that was set is told of before anything is decided by it: what sounds would seem long overdue. */
  #followClock(): void {
    const { clock, isClockTrusted, onClockStep } = this.#options
    const steppedMs = this.#steps.takeStepMs()
    if (steppedMs === 0) return
    onClockStep()
    const input: OutputInput = { kind: 'clock', isTrusted: isClockTrusted(), steppedMs }
    this.apply(arbitrate(this.#output, input, clock.now()))
  }
}
