import type { Clock, ClockState, Files } from '@tieng-lang/protocol'

export interface ClockTrustOptions {
  clock: Clock
  files: Files
  /** Whether the board's real-time clock kept its time over the last power cut; asked once, at start. */
  isRtcHealthy: () => boolean | Promise<boolean>
}

/** Whether the system clock may be believed (DESIGN §3 Time). It never sets the clock; it says what is wrong. */
export declare class ClockTrust {
  constructor(options: ClockTrustOptions)
  start(): Promise<void>
  stop(): Promise<void>
  /** Trusted time, Unix ms; undefined while the clock is not trusted. */
  now(): number | undefined
  state(): ClockState
  /** Ours minus the server's at the last answer in time; null before it. */
  offsetMs(): number | null
  /** Called after each change of state. */
  onChange(run: (state: ClockState) => void): void
  /** A nonce is about to be sent (link). */
  asked(nonce: string): void
  /** The server's signed answer: `unknownNonce` is a replay, `late` took over 2 s and does not count (link). */
  answered(nonce: string, serverAt: number): 'agreed' | 'disagreed' | 'late' | 'unknownNonce'
}
