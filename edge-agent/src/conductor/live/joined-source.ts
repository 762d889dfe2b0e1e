import { FRAME_SAMPLES, type FrameSource, type PcmFrame } from '../../audio/frame.ts'

/** A sound that may begin before its stream is here: silent until then. */
export class JoinedSource implements FrameSource {
  readonly #silence = new Float32Array(FRAME_SAMPLES)
  #stream: (FrameSource & { drain(): void }) | undefined
  #isOver = false

  /** The stream is here. */
  join(stream: FrameSource & { drain(): void }): void {
    this.#stream = stream
  }

  /** What has come is still heard; then it is over. */
  drain(): void {
    this.#isOver = true
    this.#stream?.drain()
  }

  readFrame(heardAt: number): PcmFrame | null {
    if (this.#stream) return this.#stream.readFrame(heardAt)
    return this.#isOver ? null : this.#silence.fill(0)
  }
}
