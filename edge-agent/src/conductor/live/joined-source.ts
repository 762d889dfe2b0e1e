import type { SampleStream } from '../../audio/sounds/sound.ts'

/** A live stream that can be told to end. */
export type DrainableStream = SampleStream & { drain(): void }

/** A sound that may begin before its stream is here: silent until then. */
export class JoinedSource implements SampleStream {
  #stream: DrainableStream | undefined
  #isOver = false

  /** The stream is here. */
  join(stream: DrainableStream): void {
    this.#stream = stream
  }

  /** What has come is still heard; then it is over. */
  drain(): void {
    this.#isOver = true
    this.#stream?.drain()
  }

  readSamples(heardAt: number, out: Float32Array): number {
    if (this.#stream) return this.#stream.readSamples(heardAt, out)
    out.fill(0)
    return this.#isOver ? 0 : out.length
  }
}
