import { compileShape, type Files, shape } from '@tieng-lang/protocol'
import { type Static, Type } from 'typebox'
import { StateFile } from './state-file.ts'

/** A request for the server, as it was sealed at the press. */
const UnsentRequest = shape({ press: Type.Integer({ minimum: 1 }), sealed: Type.String(), at: Type.Number() })
export type UnsentRequest = Static<typeof UnsentRequest>

const REQUESTS_MAX = 20

const Stored = shape({
  /** The number of the last press since the device was enrolled. */
  press: Type.Integer({ minimum: 0 }),
  /** The board's own counter when it was last read; null on a board without one. */
  boardPresses: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  unsent: Type.Array(UnsentRequest, { maxItems: REQUESTS_MAX }),
})
type Stored = Static<typeof Stored>
const check = compileShape(Stored)

/** What of the local button outlives the agent: how often it was pressed, and what the server has not been told. */
export class ButtonMemory {
  readonly #file: StateFile<Stored>
  #stored: Stored = { press: 0, boardPresses: null, unsent: [] }

  constructor(files: Files) {
    this.#file = new StateFile(files, 'state/button.json', check.check)
  }

  async start(): Promise<void> {
    this.#stored = (await this.#file.load()) ?? this.#stored
  }

  get boardPresses(): number | null {
    return this.#stored.boardPresses
  }

  unsent(): readonly UnsentRequest[] {
    return this.#stored.unsent
  }

  noteBoard(boardPresses: number): void {
    this.#save({ ...this.#stored, boardPresses })
  }

  /** The number of a press that is carried out now. */
  nextPress(): number {
    return this.#stored.press + 1
  }

  /** Kept until it is sent; of too many the oldest goes. */
  notePress(request: UnsentRequest): void {
    const unsent = [...this.#stored.unsent, request].slice(-REQUESTS_MAX)
    this.#save({ ...this.#stored, press: request.press, unsent })
  }

  noteSent(press: number): void {
    this.#save({ ...this.#stored, unsent: this.#stored.unsent.filter((one) => one.press !== press) })
  }

  /** A disk that refuses costs the next life the number, not this one the warning; the next change is written again. */
  #save(stored: Stored): void {
    this.#stored = stored
    this.#file.save(stored).catch(() => undefined)
  }
}
