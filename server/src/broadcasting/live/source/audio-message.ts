import { CodedError, LIVE_AUDIO_HEADER_BYTES, LIVE_AUDIO_MESSAGE_BYTES_MAX } from '@tieng-lang/protocol'
import { PACKET_SAMPLES, parseOpusPayload } from '@tieng-lang/protocol/rtp'

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
const FULL_SAMPLE_WORD = 2 ** 32

/** Throws `badAudioMessage` for anything but one Opus packet of 20 ms behind the header (`LIVE_AUDIO_HEADER_BYTES`). */
export function parseAudioMessage(bytes: Uint8Array): AudioMessage {
  if (bytes.length <= LIVE_AUDIO_HEADER_BYTES || bytes.length > LIVE_AUDIO_MESSAGE_BYTES_MAX)
    throw new CodedError('badAudioMessage', `${bytes.length} bytes`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const captureSample = view.getUint16(0) * FULL_SAMPLE_WORD + view.getUint32(2)
  const opus = bytes.subarray(LIVE_AUDIO_HEADER_BYTES)
  const payload = parseOpusPayload(opus)
  if (!payload.ok) throw new CodedError('badAudioMessage', payload.detail)
  if (payload.value.samples !== PACKET_SAMPLES)
    throw new CodedError('badAudioMessage', `${payload.value.samples} samples, not ${PACKET_SAMPLES}`)
  return {
    captureSample,
    levelDb: -Math.min(LEVEL_SILENT, view.getUint8(6)),
    hasVoice: (view.getUint8(7) & VOICE_FLAG) !== 0,
    opus,
  }
}

/** The same bytes; a level that does not fit is cut. */
export function writeAudioMessage({ captureSample, levelDb, hasVoice, opus }: AudioMessage): Uint8Array {
  const bytes = new Uint8Array(LIVE_AUDIO_HEADER_BYTES + opus.length)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, Math.floor(captureSample / FULL_SAMPLE_WORD))
  view.setUint32(2, captureSample % FULL_SAMPLE_WORD)
  view.setUint8(6, Math.min(LEVEL_SILENT, Math.max(0, Math.round(-levelDb))))
  view.setUint8(7, hasVoice ? VOICE_FLAG : 0)
  bytes.set(opus, LIVE_AUDIO_HEADER_BYTES)
  return bytes
}
