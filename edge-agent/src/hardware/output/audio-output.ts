import type { FrameSource } from '../../audio/frame.ts'

/** What went wrong on an output since it was made; counts only grow. */
export interface OutputCounters {
  /** The horn had nothing to play although a source was playing. */
  underruns: number
  /** The card said nothing for longer than it should. */
  stalls: number
  /** A connection or a player process had to be started again. */
  restarts: number
  /** The estimate of when sound is heard had to start anew. */
  relocks: number
  /** Bytes from the card that were no message, and cards that refused us. */
  refusals: number
}

/** The counters of an output that was just made. */
export function noOutputCounters(): OutputCounters {
  return { underruns: 0, stalls: 0, restarts: 0, relocks: 0, refusals: 0 }
}

/**
 * A way from PCM to the horn. It pulls frames from its source and tells each one when its first sample will be heard;
 * it holds at most 120 ms that nobody has heard yet. A card that cannot be reached is tried again without end.
 */
export interface AudioOutput {
  /**
   * Begins to pull from `source`; resolves when the output is at work, which may be before the card answers. `onEnded`
   * is called once when the source has given `null`; what it gave before is still played.
   */
  start(source: FrameSource, onEnded?: () => void): Promise<void>
  /** Ends the sound at once and lets the device go. */
  stop(): Promise<void>
  /** How long after now a sample pulled now would be heard. */
  delayMs(): number
  /** Whether `heardAt` rests on what the card reports, so that several clusters may sound together. */
  readonly isAligned: boolean
  /** True for an output that counts frames and never asks for a sample (`CountableSource`): nothing is decoded. */
  readonly isCounting?: boolean
  counters(): Readonly<OutputCounters>
}
