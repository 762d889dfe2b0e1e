export { type DatagramKind, demultiplex } from './demultiplex.ts'
export {
  AUTHENTICATION_TAG_BYTES,
  DATAGRAM_BYTES_MAX,
  NACK_SEQUENCE_NUMBERS_MAX,
  OPUS_FRAME_BYTES_MAX,
  OPUS_PACKET_SAMPLES_MAX,
  OPUS_PAYLOAD_TYPE,
  PACKET_MS,
  PACKET_SAMPLES,
  REPLAY_WINDOW_PACKETS,
  RTP_CLOCK_HZ,
} from './limits.ts'
export { MEDIA_REFUSALS, type MediaRefusal, type Parsed, type RefusedMedia } from './media-refusal.ts'
export { compactNtpOf, type NtpTimestamp, ntpTimestampOf, unixMsOf } from './ntp-time.ts'
export { opusBringsOneBefore } from './packet/in-band-fec.ts'
export { type OpusPayload, parseOpusPayload } from './packet/opus-payload.ts'
export {
  estimatePacketIndex,
  PACKET_INDEX_MAX,
  packetIndexOf,
  rolloverCounterOf,
  sequenceNumberOf,
} from './packet/packet-index.ts'
export { parseRtpPacket, RTP_HEAD_BYTES, type RtpPacket, writeRtpPacket } from './packet/rtp-packet.ts'
export { randomSsrc } from './random-ssrc.ts'
export { parseRtcpCompound, type RtcpCompound, writeRtcpCompound } from './rtcp/compound.ts'
export { reportRoundTripMs } from './rtcp/reports.ts'
export type {
  Goodbye,
  ListeningQuality,
  Nack,
  ReceiverReport,
  ReportBlock,
  RtcpPacket,
  SenderReport,
  SourceDescription,
} from './rtcp/rtcp-packet.ts'
export { type SessionDescription, writeSdp } from './sdp.ts'
export { ReplayWindow } from './srtp/replay-window.ts'
export { createSessionKey, type SessionKey, sessionKeyBytes, sessionKeyOf } from './srtp/session-key.ts'
export { SrtcpReceiver, SrtcpSender, type UnprotectedRtcp } from './srtp/srtcp.ts'
export { type ProtectedPacket, SrtpReceiver, SrtpSender } from './srtp/srtp.ts'
export { deriveSrtpKeys, type SrtpKeys } from './srtp/srtp-keys.ts'
export { type ClockExchange, type ClockMeasure, measureClock } from './stun/clock-exchange.ts'
export {
  ANSWER_BYTES_MAX,
  type MediaAnswer,
  openMediaAnswer,
  writeMediaAnswer,
} from './stun/media-answer.ts'
export {
  type MediaKeys,
  mediaKeysOf,
  unwrapSessionKey,
  WRAPPED_KEY_BYTES,
  wrapSessionKey,
} from './stun/media-keys.ts'
export {
  type MediaListener,
  type MediaRequest,
  mediaListenerOf,
  openMediaRequest,
  REQUEST_BYTES_MIN,
  writeMediaRequest,
} from './stun/media-request.ts'
export { parseStunMessage, type StunMessage, TRANSACTION_ID_BYTES } from './stun/stun-message.ts'
export type { TransportAddress } from './stun/transport-address.ts'
