import { compactNtpOf, type ReportBlock } from '@tieng-lang/protocol/rtp'
import { SAMPLES_PER_MS } from '../../audio/sounds/sound.ts'

/** What a receiver report says of the stream (RFC 3550 §6.4.1, A.3, A.8). */
export class Reception {
  #firstIndex: number | null = null
  #highestIndex = 0
  #received = 0
  #before = { expected: 0, received: 0 }
  #transitSamples: number | null = null
  #jitterSamples = 0
  #senderReport: { sentAt: number; arrivedMs: number } | null = null

  /** A packet has come for the first time. */
  received(index: number, rtpTimestamp: number, arrivedMs: number): void {
    this.#firstIndex ??= index
    this.#highestIndex = Math.max(this.#highestIndex, index)
    this.#received += 1
    const transitSamples = arrivedMs * SAMPLES_PER_MS - rtpTimestamp
    if (this.#transitSamples !== null) {
      const difference = Math.abs(transitSamples - this.#transitSamples)
      this.#jitterSamples += (difference - this.#jitterSamples) / 16
    }
    this.#transitSamples = transitSamples
  }

  senderReported(sentAt: number, arrivedMs: number): void {
    this.#senderReport = { sentAt, arrivedMs }
  }

  /** The block about `ssrc`; what was lost counts from one report to the next. */
  report(ssrc: number, nowMs: number): ReportBlock {
    const expected = this.#firstIndex === null ? 0 : this.#highestIndex - this.#firstIndex + 1
    const expectedNow = expected - this.#before.expected
    const lostNow = expectedNow - (this.#received - this.#before.received)
    this.#before = { expected, received: this.#received }
    const last = this.#senderReport
    return {
      ssrc,
      lostRatio: expectedNow <= 0 || lostNow <= 0 ? 0 : lostNow / expectedNow,
      packetsLost: expected - this.#received,
      highestSequenceNumber: this.#highestIndex % 2 ** 32,
      jitterSamples: Math.min(2 ** 32 - 1, Math.round(this.#jitterSamples)),
      lastSenderReport: last ? compactNtpOf(last.sentAt) : 0,
      delaySinceLastSenderReportMs: last ? Math.max(0, nowMs - last.arrivedMs) : 0,
    }
  }
}
