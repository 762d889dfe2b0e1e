import { compileShape, DAY_MS, type Files, HOUR_MS, shape } from '@tieng-lang/protocol'
import { type Static, Type } from 'typebox'
import { StateFile } from '../state-file.ts'

/** Records that the server holds are kept this long after it was known to hold them: a restored server wants them again. */
export const KEEP_STORED_MS = 14 * DAY_MS
/** Marks are this far apart, so that some sixty of them tell of fourteen days. */
const MARK_EVERY_MS = 6 * HOUR_MS

const Stored = shape({
  /** By `at` the server held every record up to and with `storedThrough`; both ascend. */
  marks: Type.Array(shape({ storedThrough: Type.Integer({ minimum: 0 }), at: Type.Number() }), {
    maxItems: 1_000,
  }),
  lostCount: Type.Integer({ minimum: 0 }),
})
type Stored = Static<typeof Stored>
const check = compileShape(Stored, { unknownFields: 'ignore' })
const isStored = (value: unknown): value is Stored => check.check(value)

/**
 * Since when the server holds which records, and how many were lost before it held them. Written only when a mark is
 * begun: what an unwritten one would tell is lost with the power, and records are then kept some hours longer.
 */
export class StoredMarks {
  readonly #file: StateFile<Stored>
  #marks: Stored['marks'] = []
  #lostCount = 0
  #isDirty = false

  constructor(files: Files) {
    this.#file = new StateFile(files, 'state/outbox.json', isStored)
  }

  /** Reads what an earlier life wrote; a damaged file is as good as none. */
  async start(): Promise<void> {
    const { marks = [], lostCount = 0 } = (await this.#file.load()) ?? {}
    this.#marks = marks
    this.#lostCount = lostCount
  }

  /** The server holds everything up to `storedThrough` at this trusted instant. A lower number than before is a restored server's. */
  note(storedThrough: number, at: number): void {
    while ((this.#marks.at(-1)?.storedThrough ?? 0) > storedThrough) this.#marks.pop()
    const last = this.#marks.at(-1)
    if (storedThrough === (last?.storedThrough ?? 0)) return
    const before = this.#marks.at(-2)
    if (last && before && last.at - before.at < MARK_EVERY_MS) this.#marks.pop()
    else this.#isDirty = true
    this.#marks.push({ storedThrough, at })
    this.#forget(at)
  }

  /** The last record that the server has held for `KEEP_STORED_MS`; 0 where there is none. */
  heldLongEnough(at: number): number {
    return this.#marks.findLast((mark) => at - mark.at > KEEP_STORED_MS)?.storedThrough ?? 0
  }

  noteLost(count: number): void {
    this.#lostCount += count
    this.#isDirty = true
  }

  /** Over all lives of the device. */
  get lostCount(): number {
    return this.#lostCount
  }

  /** Writes what must not be forgotten. A disk that refuses is asked again at the next call. */
  async save(): Promise<void> {
    if (!this.#isDirty) return
    this.#isDirty = false
    await this.#file.save({ marks: this.#marks, lostCount: this.#lostCount }).catch(() => {
      this.#isDirty = true
    })
  }

  /** Of those that are old enough only the newest says anything. */
  #forget(at: number): void {
    const from = this.#marks.findLastIndex((mark) => at - mark.at > KEEP_STORED_MS)
    if (from > 0) this.#marks.splice(0, from)
  }
}
