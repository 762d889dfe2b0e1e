import { viewOf } from '../bytes.ts'
import { type Parsed, refuse } from '../media-refusal.ts'
import { compactNtpOf, ntpTimestampOf, unixMsOf } from '../ntp-time.ts'
import {
  type ReceiverReport,
  type ReportBlock,
  RTCP_TYPES,
  type RtcpBlock,
  type SenderReport,
} from './rtcp-packet.ts'

const SSRC_BYTES = 4
const SENDER_INFO_BYTES = 20
const REPORT_BYTES = 24
/** Five bits count them (RFC 3550 §6.4.1). */
const REPORTS_MAX = 31
/** The delay since the last sender report is told in 1/65,536 s. */
const DELAY_UNITS_PER_MS = 65.536
const PACKETS_LOST_MAX = 0x7f_ffff

/** RFC 3550 §6.4.1 and §6.4.2; what a profile adds after the report blocks is not looked at. Refuses `truncated`. */
export function parseReport({ packetType, count, body }: RtcpBlock): Parsed<SenderReport | ReceiverReport> {
  const isSender = packetType === RTCP_TYPES.senderReport
  const reportsAt = SSRC_BYTES + (isSender ? SENDER_INFO_BYTES : 0)
  if (body.length < reportsAt + count * REPORT_BYTES) return refuse('truncated', 'a report is cut off')
  const view = viewOf(body)
  const ssrc = view.getUint32(0)
  const reports = Array.from({ length: count }, (_, index) =>
    parseReportBlock(view, reportsAt + index * REPORT_BYTES),
  )
  if (!isSender) return { ok: true, value: { type: 'receiverReport', ssrc, reports } }
  return {
    ok: true,
    value: {
      type: 'senderReport',
      ssrc,
      sentAt: unixMsOf({ seconds: view.getUint32(4), fraction: view.getUint32(8) }),
      rtpTimestamp: view.getUint32(12),
      packetCount: view.getUint32(16),
      octetCount: view.getUint32(20),
      reports,
    },
  }
}

function parseReportBlock(view: DataView, offset: number): ReportBlock {
  const lost = view.getUint32(offset + 4)
  return {
    ssrc: view.getUint32(offset),
    lostRatio: (lost >>> 24) / 256,
    // Signed 24 bits: shifted up and down again, so that the sign comes along.
    packetsLost: (lost << 8) >> 8,
    highestSequenceNumber: view.getUint32(offset + 8),
    jitterSamples: view.getUint32(offset + 12),
    lastSenderReport: view.getUint32(offset + 16),
    delaySinceLastSenderReportMs: view.getUint32(offset + 20) / DELAY_UNITS_PER_MS,
  }
}

/**
 * How long a packet takes to whoever wrote this block and back, in ms, by the clock of who sent the sender report alone
 * (RFC 3550 §6.4.1, figure 2). `receivedAt` is when the block came, Unix ms. Undefined before the first sender report.
 */
export function reportRoundTripMs(block: ReportBlock, receivedAt: number): number | undefined {
  if (block.lastSenderReport === 0) return undefined
  const delayUnits = Math.round(block.delaySinceLastSenderReportMs * DELAY_UNITS_PER_MS)
  const units = (compactNtpOf(receivedAt) - block.lastSenderReport - delayUnits) | 0
  return units / DELAY_UNITS_PER_MS
}

/** @throws RangeError on more than 31 report blocks */
export function writeReport(report: SenderReport | ReceiverReport): RtcpBlock {
  const { reports } = report
  if (reports.length > REPORTS_MAX) throw new RangeError(`${reports.length} report blocks`)
  const isSender = report.type === 'senderReport'
  const reportsAt = SSRC_BYTES + (isSender ? SENDER_INFO_BYTES : 0)
  const body = Buffer.alloc(reportsAt + reports.length * REPORT_BYTES)
  body.writeUInt32BE(report.ssrc, 0)
  if (isSender) writeSenderInfo(body, report)
  for (const [index, block] of reports.entries())
    writeReportBlock(body, reportsAt + index * REPORT_BYTES, block)
  return { packetType: RTCP_TYPES[report.type], count: reports.length, body }
}

function writeSenderInfo(body: Buffer, report: SenderReport): void {
  const { seconds, fraction } = ntpTimestampOf(report.sentAt)
  body.writeUInt32BE(seconds, 4)
  body.writeUInt32BE(fraction, 8)
  body.writeUInt32BE(report.rtpTimestamp, 12)
  body.writeUInt32BE(report.packetCount, 16)
  body.writeUInt32BE(report.octetCount, 20)
}

function writeReportBlock(body: Buffer, offset: number, block: ReportBlock): void {
  const lostParts = Math.min(255, Math.max(0, Math.floor(block.lostRatio * 256)))
  const packetsLost = Math.min(PACKETS_LOST_MAX, Math.max(-PACKETS_LOST_MAX - 1, block.packetsLost))
  const delayUnits = Math.round(block.delaySinceLastSenderReportMs * DELAY_UNITS_PER_MS)
  body.writeUInt32BE(block.ssrc, offset)
  body.writeUInt8(lostParts, offset + 4)
  body.writeIntBE(packetsLost, offset + 5, 3)
  body.writeUInt32BE(block.highestSequenceNumber, offset + 8)
  body.writeUInt32BE(block.jitterSamples, offset + 12)
  body.writeUInt32BE(block.lastSenderReport, offset + 16)
  body.writeUInt32BE(Math.min(0xffff_ffff, delayUnits), offset + 20)
}
