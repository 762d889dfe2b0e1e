import { CodedError, LIVE_AUDIO_HEADER_BYTES, LIVE_AUDIO_MESSAGE_BYTES_MAX } from '@tieng-lang/protocol'

/** One binary message of a speaker's socket. */
export interface AudioMessage {
  captureSample: number
  /** Of this packet, in dBFS: 0 is full scale, −127 silence. */
  levelDb: number
  hasVoice: boolean
  opus: Uint8Array
}

const LEVEL_SILENT = 127
const VOICE_FLAG = 1
/** RFC 6716 §3.1: the table-of-contents byte alone is no sound of 20 ms. */
const TOC_BYTES = 1
/** RFC 6716 §3.1, table 2: samples of one frame, for each of the 32 configurations. */
const FRAME_SAMPLES = [
  ...[480, 960, 1_920, 2_880],
  ...[480, 960, 1_920, 2_880],
  ...[480, 960, 1_920, 2_880],
  ...[480, 960],
  ...[480, 960],
  ...[120, 240, 480, 960],
  ...[120, 240, 480, 960],
  ...[120, 240, 480, 960],
  ...[120, 240, 480, 960],
] as const
const PACKET_SAMPLES = 960

/** Throws `badAudioMessage` for anything but one Opus packet of 20 ms behind the header of `LiveAudioReply`'s table. */
export function parseAudioMessage(bytes: Uint8Array): AudioMessage {
  if (bytes.length <= LIVE_AUDIO_HEADER_BYTES + TOC_BYTES || bytes.length > LIVE_AUDIO_MESSAGE_BYTES_MAX)
    throw new CodedError('badAudioMessage', `${bytes.length} bytes`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const captureSample = view.getUint16(0) * 2 ** 32 + view.getUint32(2)
  const opus = bytes.subarray(LIVE_AUDIO_HEADER_BYTES)
  if (samplesOf(opus) !== PACKET_SAMPLES) throw new CodedError('badAudioMessage', 'not 20 ms of Opus')
  return {
    captureSample,
    levelDb: -Math.min(LEVEL_SILENT, view.getUint8(6)),
    hasVoice: (view.getUint8(7) & VOICE_FLAG) !== 0,
    opus,
  }
}

/** RFC 6716 §3.2: how many samples a packet holds at 48 kHz; 0 for none. */
function samplesOf(opus: Uint8Array): number {
  const toc = opus[0] ?? 0
  const frame = FRAME_SAMPLES[toc >> 3] ?? 0
  const code = toc & 3
  if (code === 0) return frame
  if (code !== 3) return 2 * frame
  return ((opus[1] ?? 0) & 0x3f) * frame
}
