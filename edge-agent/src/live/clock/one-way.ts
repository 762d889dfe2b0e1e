/** Of how long back it tells: our crystal keeps its rate so long, and there are enough quick ones among so many. */
const KEPT_MS = 15 * 60_000
/** Of what came within this time only the quickest is kept. */
const TOGETHER_MS = 1_000

/** Something that went from one clock to the other. */
export interface Passage {
  /** When it left, or arrived, by our clock (monotonic ms). */
  atMs: number
  /** The arrival by the one clock less the departure by the other. */
  passedMs: number
}

/** The passages of one direction, seen with the other clock running apart from ours at some rate. */
export interface SeenPassages {
  count: number
  /** The quickest of them, as if it were of the instant asked about. */
  leastMs: number
  /** How much longer the others took, on average. */
  excessMs: number
}

/** What went in one direction lately. */
export class OneWay {
  #passages: Passage[] = []

  /** Takes one; `rate`: by how much `passedMs` grows for each ms of ours, as far as that is known. */
  note(passage: Passage, rate: number): void {
    const last = this.#passages.at(-1)
    const isTogether = last && Math.floor(last.atMs / TOGETHER_MS) === Math.floor(passage.atMs / TOGETHER_MS)
    if (!isTogether) this.#passages.push(passage)
    else if (passage.passedMs - rate * (passage.atMs - last.atMs) < last.passedMs)
      this.#passages[this.#passages.length - 1] = passage
    const oldest = this.#passages.findIndex(({ atMs }) => atMs >= passage.atMs - KEPT_MS)
    if (oldest > 0) this.#passages.splice(0, oldest)
  }

  /** How they look at `ms` (monotonic) if the clocks run apart at `rate`. */
  seenAt(ms: number, rate: number): SeenPassages {
    // Unix times of this century, added up by the hundred, would leave fractions of a millisecond out.
    const zeroMs = this.#passages[0]?.passedMs ?? 0
    let leastMs = Number.POSITIVE_INFINITY
    let sumMs = 0
    for (const { atMs, passedMs } of this.#passages) {
      const asOfNowMs = passedMs - zeroMs + rate * (ms - atMs)
      sumMs += asOfNowMs
      leastMs = Math.min(leastMs, asOfNowMs)
    }
    const count = this.#passages.length
    return { count, leastMs: zeroMs + leastMs, excessMs: count === 0 ? 0 : sumMs / count - leastMs }
  }

  clear(): void {
    this.#passages = []
  }
}
