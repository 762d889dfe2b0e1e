/** Where captured sound goes. */
export interface PcmSink {
  /** A stream begins, anew after a break: what comes does not follow what came. */
  begin(): void
  /** The next samples (48 kHz, mono, full scale ±1), as soon as they are here. */
  take(pcm: Float32Array): void
}

/** A way from a board's sound source to the agent. A card that cannot be reached is tried again without end. */
export interface AudioInput {
  /** Listens from now on, until it is stopped; then it may be started again. */
  start(sink: PcmSink): void
  /** Lets the device go; nothing is given any more. */
  stop(): Promise<void>
}
