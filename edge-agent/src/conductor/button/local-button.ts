import {
  type ButtonRequest,
  type Chance,
  type Clock,
  type ClusterConfig,
  type Emergency,
  newId,
  SECOND_MS,
  type Signer,
  sealButtonRequest,
} from '@tieng-lang/protocol'
import type { Output } from '@tieng-lang/scheduler'
import type { Board, Readings } from '../../hardware/index.ts'
import type { ButtonMemory, UnsentRequest } from '../../stores/button-memory.ts'
import { BUTTON_PREFIX, emergencyOfButton } from './button-warning.ts'

export interface LocalButtonOptions {
  clock: Clock
  chance: Chance
  board: Pick<Board, 'onButton' | 'onReadings'>
  memory: ButtonMemory
  signer: Signer
  clusterId: string
  bootId: string
  config: () => ClusterConfig
  output: () => Output
  /** How long the agent was away before this life; null where nobody knows. */
  awayMs: () => number | null
  /** Has it sounded at once. */
  onWarning: (emergency: Emergency) => void
  /** Tells the server; `onSent` once the broker has it. */
  send: (request: UnsentRequest, onSent: () => void) => void
}

/** Contacts bounce, and a frightened hand presses more than once. */
const DEBOUNCE_MS = 2 * SECOND_MS
/** A press while the agent was away counts if that was but a moment; an older one is no news. */
const AWAY_MS_MAX = 120 * SECOND_MS

/** The button on the pole: the cluster's own warning at once, with no server; then the server is asked to widen it. */
export class LocalButton {
  readonly #options: LocalButtonOptions
  #pressedMs = Number.NEGATIVE_INFINITY
  #hasRead = false

  constructor(options: LocalButtonOptions) {
    this.#options = options
  }

  /** Watches the board, and tells the server what an earlier life could not. Memory must have been started. */
  start(): void {
    const { board, memory } = this.#options
    board.onButton(() => this.#press())
    board.onReadings((readings) => this.#onReadings(readings))
    for (const request of memory.unsent()) this.#send(request)
  }

  /** The board counts while nobody looks: at the first look its counter tells what this agent has missed. */
  #onReadings({ buttonPresses }: Readonly<Readings>): void {
    const { memory, awayMs } = this.#options
    if (buttonPresses === null) return
    const before = memory.boardPresses
    if (before !== buttonPresses) memory.noteBoard(buttonPresses)
    const away = awayMs()
    const isRecent = away !== null && away <= AWAY_MS_MAX
    if (!this.#hasRead && before !== null && buttonPresses > before && isRecent) this.#press()
    this.#hasRead = true
  }

  #press(): void {
    const { clock, chance, config, onWarning } = this.#options
    const warning = config().emergencyKit?.button
    const nowMs = clock.monotonicMs()
    const isBounce = nowMs - this.#pressedMs < DEBOUNCE_MS
    this.#pressedMs = nowMs
    if (!warning || isBounce || this.#isSounding()) return
    const pressedAt = clock.now()
    const emergencyId = newId(BUTTON_PREFIX, chance)
    // The sound first; what is written and told about it follows.
    onWarning(emergencyOfButton(warning, config(), { emergencyId, pressedAt }))
    this.#ask({ emergencyId, event: warning.event, pressedAt })
  }

  #ask(about: Pick<ButtonRequest, 'emergencyId' | 'event' | 'pressedAt'>): void {
    const { memory, signer, clusterId, bootId } = this.#options
    const press = memory.nextPress()
    const sealed = sealButtonRequest({ clusterId, bootId, press, ...about }, signer)
    const request = { press, sealed, at: about.pressedAt }
    memory.notePress(request)
    this.#send(request)
  }

  #send(request: UnsentRequest): void {
    const { memory, send } = this.#options
    send(request, () => memory.noteSent(request.press))
  }

  /** One that was begun here goes on until it has expired, was ended, or was stopped. */
  #isSounding(): boolean {
    const { clock, output } = this.#options
    const { emergencies, stopped } = output()
    return emergencies.some(({ emergency: { emergencyId, edition, state, expiresAt } }) => {
      if (!emergencyId.startsWith(`${BUTTON_PREFIX}-`) || state !== 'active') return false
      const names = [emergencyId, `${emergencyId}@${edition}`]
      return expiresAt > clock.now() && !stopped.some(({ broadcastId }) => names.includes(broadcastId))
    })
  }
}
