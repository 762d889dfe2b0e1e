import type { ClusterId, Id, StreamAddress } from '@tieng-lang/protocol'
import type { SessionKey } from '@tieng-lang/protocol/rtp'

/** A cluster that may listen to a session, with the secret under which it asks for its key. */
export interface StreamListener {
  clusterId: ClusterId
  /** Base64url, 32 bytes (`ClusterConfig.mediaSecret`). */
  mediaSecret: string
}

/** A session as the sender knows it. Its key is made by the sender, and nobody else ever holds it. */
export interface StreamSession {
  sessionId: Id
  ssrc: number
  delayMs: number
  listeners: readonly StreamListener[]
}

/** One Opus packet of 20 ms on its way to the horns. */
export interface StreamPacket {
  /** Its first sample, counted at 48 kHz from the session's first; the next packet's is 960 more where nothing was lost. */
  sample: number
  /** When that sample was taken, by `Stream.now`. */
  capturedAt: number
  opus: Uint8Array
}

/** How well a cluster hears, by its own last reports; null where it has not said. */
export interface ListenerReport {
  sessionId: Id
  clusterId: ClusterId
  /** Something authentic of it came a short while ago. */
  isConnected: boolean
  lossPercent: number | null
  roundTripMs: number | null
  concealedPercent: number | null
}

/** Somebody else's receiver: what its SDP says. */
export interface StreamReceiver {
  ssrc: number
  cname: string
  sessionKey: SessionKey
}

/**
 * Who sends live sound to the clusters. It counts time by a clock of its own that never steps (`now`, Unix milliseconds
 * at its start), to which cluster clocks are measured; what is captured is dated by it.
 */
export interface Stream {
  /** Where it is bound. */
  readonly port: number
  now(): number
  open(session: StreamSession): void
  /** Who may listen from now on, in place of who might before. */
  admit(sessionId: Id, listeners: readonly StreamListener[]): void
  send(sessionId: Id, packet: StreamPacket): void
  /** Says goodbye (RFC 3550 §6.6); what is still to be heard is sent again to whoever asks. */
  close(sessionId: Id): void
  /**
   * Sends to one more address, RTCP to the port above it, under an SSRC and a key of its own from packet 0 on, until the
   * session is closed or the same address is asked for again. Rejects with `wrongState` where it is not open, `limitExceeded`.
   */
  addReceiver(sessionId: Id, address: StreamAddress): Promise<StreamReceiver>
  onReports(tell: (reports: readonly ListenerReport[]) => void): void
  /** What came to the port and was not believed, by its code, some times a minute. */
  onRefused(tell: (code: string, times: number) => void): void
  stop(): Promise<void>
}
