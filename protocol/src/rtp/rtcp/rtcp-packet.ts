/** What one source says of another that it hears (RFC 3550 §6.4.1). */
export interface ReportBlock {
  /** Whom it is about. */
  ssrc: number
  /** Lost since the last report, 0 to 255/256 in steps of 1/256. */
  lostRatio: number
  /** Lost since the beginning, signed 24 bits: duplicates count against it. */
  packetsLost: number
  /** Extended: how often it began anew in the upper 16 bits, the highest received in the lower. */
  highestSequenceNumber: number
  /** Interarrival jitter (RFC 3550 A.8) in samples at 48 kHz. */
  jitterSamples: number
  /** `compactNtpOf` the last sender report that came, 0 where none has. */
  lastSenderReport: number
  /** In steps of 1/65,536 s. */
  delaySinceLastSenderReportMs: number
}

export interface SenderReport {
  type: 'senderReport'
  ssrc: number
  /** When this was sent, Unix ms of the sender's clock; the same instant as `rtpTimestamp`. */
  sentAt: number
  rtpTimestamp: number
  packetCount: number
  /** Payload without headers, modulo 2^32. */
  octetCount: number
  reports: ReportBlock[]
}

export interface ReceiverReport {
  type: 'receiverReport'
  ssrc: number
  reports: ReportBlock[]
}

/** RFC 3550 §6.5; of its items only the canonical name. */
export interface SourceDescription {
  type: 'sourceDescription'
  chunks: { ssrc: number; cname: string | undefined }[]
}

export interface Goodbye {
  type: 'goodbye'
  ssrcs: number[]
  reason: string | undefined
}

/** Generic NACK (RFC 4585 §6.2.1): packets that are missing, in the order in which they were asked for. */
export interface Nack {
  type: 'nack'
  senderSsrc: number
  mediaSsrc: number
  sequenceNumbers: number[]
}

/** How a listener heard since its last report: an APP packet of our own (RFC 3550 §6.7). */
export interface ListeningQuality {
  type: 'listeningQuality'
  ssrc: number
  /** Of all that was heard: neither received nor restored in time. */
  concealedPermille: number
  /** Restored from the packet behind it (in-band FEC). */
  restoredPermille: number
  /** Came, and too late to be heard. */
  latePermille: number
  /** How much sound waited for its time. */
  bufferMs: number
  roundTripMs: number
}

export type RtcpPacket = SenderReport | ReceiverReport | SourceDescription | Goodbye | ListeningQuality | Nack

/** RFC 3550 §12.1, RFC 4585 §6.1. */
export const RTCP_TYPES = {
  senderReport: 200,
  receiverReport: 201,
  sourceDescription: 202,
  goodbye: 203,
  application: 204,
  transportFeedback: 205,
} as const

/** RFC 4585 §6.2: the feedback message type of a generic NACK. */
export const NACK_FORMAT = 1

/**
 * One packet of a compound, cut out and without padding.
 *
 *      0                   1                   2                   3
 *      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |V=2|P|  count  |  packet type  | length in words minus one     |   (RFC 3550 §6.1)
 */
export interface RtcpBlock {
  packetType: number
  /** Report blocks, chunks, sources, or the feedback message type. */
  count: number
  /** What follows the four bytes above. */
  body: Uint8Array
}
