/**
 * The one currency of the audio path: 20 ms of mono PCM at 48 kHz.
 *
 * A source is asked for the frame whose first sample leaves the horn at `heardAt`, by the output's own estimate. It
 * never asks what time it is: the loudspeaker pulls, and the output is the only clock (DESIGN: "The loudspeaker pulls").
 */
export const SAMPLE_RATE_HZ = 48_000
export const FRAME_MS = 20
export const FRAME_SAMPLES = (SAMPLE_RATE_HZ * FRAME_MS) / 1000

/** 960 samples, full scale = ±1. Valid until the next `readFrame` of the same source. */
export type PcmFrame = Float32Array

export interface FrameSource {
  /**
   * Gives the frame heard from `heardAt` (Unix milliseconds, fractional) on, silence where the source has nothing to
   * say, or `null` once it has said everything and will say no more.
   */
  readFrame(heardAt: number): PcmFrame | null
}

/**
 * A source whose frames can be taken as played without asking for a sample, for an output that counts instead of
 * sounding. Instants are Unix ms of the horn, as in `readFrame`.
 */
export interface CountableSource extends FrameSource {
  /** The next instant, not before `fromAt`, at which a sound starts or ends if nothing is changed; +∞ for none. */
  nextChangeAt(fromAt: number): number
  /** Takes everything heard from `fromAt` to `untilAt` as played, and tells what began and ended in it. */
  pass(fromAt: number, untilAt: number): void
  /** Calls `run` before anything is armed, taken back, cut or limited: what was heard until now is counted first. */
  beforeChange(run: () => void): void
  /** The clock was set by `byMs`: what sounds goes on where it is, what is to come keeps its instant. */
  clockSet(byMs: number): void
  /** What sounds at the end of what was passed. */
  status(): { playing: { soundId: string; positionMs: number } | null }
}
