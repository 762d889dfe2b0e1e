import { SECOND_MS } from '@tieng-lang/protocol'
import { type ReportBlock, type RtcpPacket, reportRoundTripMs } from '@tieng-lang/protocol/rtp'
import type { Listener } from './listener.ts'
import type { Arrival, RequestDesk } from './requests.ts'
import { resend } from './resend.ts'
import type { SenderSession } from './session.ts'
import { hearsAgain } from './unheard.ts'

const SSRC_OFFSET = 4
const SSRC_END = 8
/** Whoever hears nothing asks every 100 ms; one of these may be lost, and the next has a queue before it. */
const CATCH_UP_MS = 300
/** A round trip that is longer than this is a mistake. */
const ROUND_TRIP_MS_MAX = 60 * SECOND_MS

/** Who says it: by the SSRC that it was given with its key. */
export interface Reporter {
  session: SenderSession
  listener: Listener
}

/** What a cluster says over SRTCP: how it hears, what it misses, that it goes. What is not authentic is counted. */
export function takeReport(
  desk: Pick<RequestDesk, 'socket' | 'refused'>,
  arrival: Arrival,
  reporterOf: (ssrc: number) => Reporter | undefined,
): void {
  const { bytes, from, arrivedMs } = arrival
  const ssrc = bytes.length < SSRC_END ? 0 : Buffer.from(bytes.subarray(SSRC_OFFSET, SSRC_END)).readUInt32BE()
  const reporter = reporterOf(ssrc)
  const receiver = reporter?.listener.life?.receiver
  if (!reporter || !receiver) {
    desk.refused('unknownListener')
    return
  }
  const opened = receiver.unprotect(bytes)
  if (!opened.ok) {
    desk.refused(opened.code)
    return
  }
  const { packets, isNewest } = opened.value
  const { session, listener } = reporter
  if (isNewest && session.latch(listener, from, arrivedMs)) {
    session.reportTo(from, arrival.arrivedAt)
    listener.catchUpUntilMs = arrivedMs + CATCH_UP_MS
  }
  for (const packet of packets) takePacket(desk, { packet, reporter }, arrival)
}

function takePacket(
  { socket }: Pick<RequestDesk, 'socket'>,
  { packet, reporter }: { packet: RtcpPacket; reporter: Reporter },
  arrival: Arrival,
): void {
  const { session, listener } = reporter
  const { quality } = listener
  if (packet.type === 'receiverReport') {
    const block = packet.reports.find(({ ssrc }) => ssrc === session.ssrc)
    if (!block) return
    const roundTripMs = roundTripOf(block, arrival.arrivedAt) ?? quality.roundTripMs
    listener.quality = { ...quality, lossPercent: block.lostRatio * 100, roundTripMs }
  }
  if (packet.type === 'listeningQuality')
    // Its own measure of the round trip, by more exchanges than the reports make; 0 is less than half a millisecond.
    listener.quality = {
      ...quality,
      concealedPercent: packet.concealedPermille / 10,
      roundTripMs: packet.roundTripMs > 0 ? packet.roundTripMs : (quality.roundTripMs ?? 0),
    }
  if (packet.type === 'goodbye') listener.leave()
  if (packet.type !== 'nack' || packet.mediaSsrc !== session.ssrc) return
  const missed = new Set(packet.sequenceNumbers.flatMap((number) => session.sent.find(number) ?? []))
  const packets = [...missed]
  if (hearsAgain(listener, packets, arrival.arrivedMs)) listener.unheard = undefined
  resend(socket, { session, listener, packets }, arrival)
}

/** Undefined before it has heard a report of ours. */
function roundTripOf(block: ReportBlock, arrivedAt: number): number | undefined {
  const roundTripMs = reportRoundTripMs(block, arrivedAt)
  if (roundTripMs === undefined || roundTripMs > ROUND_TRIP_MS_MAX) return undefined
  return Math.max(0, roundTripMs)
}
