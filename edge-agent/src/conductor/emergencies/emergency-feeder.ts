import { type Cancellable, type Clock, type Emergency, SECOND_MS } from '@tieng-lang/protocol'
import type { Output, OutputInput } from '@tieng-lang/scheduler'
import type { ReadyMedia } from '../ready-media.ts'
import { emergencyContent } from './emergency-content.ts'

type EmergencyInput = Extract<OutputInput, { kind: 'emergency' }>

export interface EmergencyFeederOptions {
  clock: Clock
  media: Pick<ReadyMedia, 'get'>
  output: () => Output
  decide: (input: EmergencyInput) => void
}

/** So long a new warning waits for anything of it that can be played; then its soundings are recorded as missing. */
const AUDIO_MS_MAX = 10 * SECOND_MS

/**
 * Hands emergencies to arbitration: at once, but for one of which nothing is on this cluster yet (a new board, a message
 * made a moment ago). What it takes the place of goes on until it can be heard.
 */
export class EmergencyFeeder {
  readonly #options: EmergencyFeederOptions
  readonly #waiting = new Map<string, { input: EmergencyInput; timer: Cancellable }>()

  constructor(options: EmergencyFeederOptions) {
    this.#options = options
  }

  take(input: EmergencyInput): void {
    const { emergencyId } = input.emergency
    const waiting = this.#waiting.get(emergencyId)
    if (waiting && waiting.input.revision >= input.revision) return
    this.#forget(emergencyId)
    if (this.#isNew(input) && !this.#isPlayable(input.emergency)) this.#wait(input)
    else this.#options.decide(input)
  }

  /** Audio has come into memory. */
  lookAgain(): void {
    for (const { input } of [...this.#waiting.values()]) {
      if (!this.#isPlayable(input.emergency)) continue
      this.#forget(input.emergency.emergencyId)
      this.#options.decide(input)
    }
  }

  /** Every emergency that is held here, those that wait for their audio first. */
  emergencies(): Emergency[] {
    const waiting = [...this.#waiting.values()].map(({ input }) => input.emergency)
    return [...waiting, ...this.#options.output().emergencies.map(({ emergency }) => emergency)]
  }

  stop(): void {
    for (const emergencyId of [...this.#waiting.keys()]) this.#forget(emergencyId)
  }

  /** A new warning, not a revision of one that is on its way. */
  #isNew({ emergency, revision }: EmergencyInput): boolean {
    const { emergencyId, state, edition } = emergency
    const held = this.#options.output().emergencies.find((one) => one.emergency.emergencyId === emergencyId)
    if (state !== 'active' || (held && held.revision >= revision)) return false
    return held?.emergency.state !== 'active' || held.emergency.edition < edition
  }

  #isPlayable(emergency: Emergency): boolean {
    const { emergencyId, edition, status, severity, sentAt, expiresAt } = emergency
    const facts = { emergencyId, edition, status, severity, sentAt, expiresAt }
    const first = { ...facts, repeat: 0, isFirst: true, isLocal: false }
    const { media } = this.#options
    return emergencyContent(first, { media, emergencyOf: () => emergency, onMissing: () => {} }) !== undefined
  }

  #wait(input: EmergencyInput): void {
    const { clock, decide } = this.#options
    const { emergencyId } = input.emergency
    const timer = clock.after(AUDIO_MS_MAX, () => {
      this.#forget(emergencyId)
      decide(input)
    })
    this.#waiting.set(emergencyId, { input, timer })
  }

  #forget(emergencyId: string): void {
    this.#waiting.get(emergencyId)?.timer.cancel()
    this.#waiting.delete(emergencyId)
  }
}
