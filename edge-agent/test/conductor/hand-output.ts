import type { Cancellable, Clock } from '@tieng-lang/protocol'
import type { FrameSource } from '../../src/audio/frame.ts'
import { type AudioOutput, noOutputCounters } from '../../src/hardware/index.ts'

const FRAME_MS = 20
/** What a card holds that nobody has heard yet. */
const DELAY_MS = 60
const AUDIBLE_MIN = 10 ** (-50 / 20)

/** One frame that was pulled: when its first sample leaves the amplifier's input (wall clock), and its RMS. */
export interface PulledFrame {
  heardAt: number
  level: number
}

/** An output that pulls a frame every 20 ms of virtual time, and writes down how loud each was. */
export class HandOutput implements AudioOutput {
  readonly isAligned = true
  readonly frames: PulledFrame[] = []
  readonly #clock: Clock
  #timer: Cancellable | undefined
  /** The next frame is pulled so much later: a machine that was busy. */
  stallMs = 0
  /** Called with each frame that was pulled, before the next is. */
  onFrame: ((heardAt: number, frame: Float32Array) => void) | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  async start(source: FrameSource): Promise<void> {
    const waitMs = FRAME_MS + this.stallMs
    this.stallMs = 0
    this.#timer = this.#clock.after(waitMs, () => {
      const heardAt = this.#clock.now() + DELAY_MS
      const frame = source.readFrame(heardAt) ?? new Float32Array(1)
      let energy = 0
      for (let index = 0; index < frame.length; index++) energy += (frame[index] ?? 0) ** 2
      this.frames.push({ heardAt, level: Math.sqrt(energy / frame.length) })
      this.onFrame?.(heardAt, frame)
      void this.start(source)
    })
  }

  async stop(): Promise<void> {
    this.#timer?.cancel()
  }

  delayMs(): number {
    return DELAY_MS
  }

  counters() {
    return noOutputCounters()
  }

  /** Every stretch of sound; one frame of silence divides two. */
  sounds(): { from: number; until: number; level: number }[] {
    const found: { from: number; until: number; level: number }[] = []
    for (const { heardAt, level } of this.frames) {
      if (level < AUDIBLE_MIN) continue
      const last = found.at(-1)
      if (last && heardAt - last.until < 1) {
        last.until = heardAt + FRAME_MS
        last.level = Math.max(last.level, level)
      } else found.push({ from: heardAt, until: heardAt + FRAME_MS, level })
    }
    return found
  }
}
