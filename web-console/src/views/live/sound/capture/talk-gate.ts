import { FRAME_SAMPLES } from './frame-cutter.ts'

/** The microphone's switch. It opens and closes over one frame, so that nothing clicks. */
export class TalkGate {
  #isOpen = false
  #gain = 0

  set isOpen(isOpen: boolean) {
    this.#isOpen = isOpen
  }

  /** Whether anything of the next frame passes. */
  get passes(): boolean {
    return this.#isOpen || this.#gain > 0
  }

  /** What passes of a frame, in its own place. */
  pass(frame: Float32Array): Float32Array {
    const from = this.#gain
    const to = this.#isOpen ? 1 : 0
    this.#gain = to
    if (from === 1 && to === 1) return frame
    return frame.map((sample, index) => sample * (from + ((to - from) * index) / FRAME_SAMPLES))
  }
}
