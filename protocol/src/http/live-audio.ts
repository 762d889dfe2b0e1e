import { type Static, Type } from 'typebox'
import { Instant } from '../ids.ts'
import { shape } from '../shape.ts'
import { LiveSessionAnswer } from './live.ts'

/**
 * Up the WebSocket `/api/v1/live/{sessionId}/audio`: binary messages, each one Opus packet of 20 ms behind a header. Down
 * come text messages, JSON of `LiveAudioReply`.
 *
 *      0               6       7       8
 *     +---------------+-------+-------+----------- …
 *     | captureSample | level | flags | Opus packet
 *     |  u48, big end.| −dBFS | 0: voice
 *     +---------------+-------+-------+----------- …
 */
export const LIVE_AUDIO_HEADER_BYTES = 8
/** The largest message: an Opus packet of 20 ms at most (RFC 6716 §3.2.1) and the header. */
export const LIVE_AUDIO_MESSAGE_BYTES_MAX = 1_275 + LIVE_AUDIO_HEADER_BYTES

const LEVEL_OFFSET = 6
const FLAGS_OFFSET = 7
/** The level that says silence (as in RFC 6464 §3). */
const SILENCE_LEVEL = 127
const VOICE_FLAG = 0b1
const U32 = 2 ** 32

/** One message of a speaker. */
export interface AudioMessage {
  /** Of its first sample, counted at 48 kHz. */
  captureSample: number
  /** Of this packet, in dBFS: 0 is full scale, −127 silence. */
  levelDb: number
  hasVoice: boolean
  opus: Uint8Array
}

/** A level that does not fit is cut. */
export function writeAudioMessage(message: AudioMessage): Uint8Array<ArrayBuffer> {
  const { captureSample, levelDb, hasVoice, opus } = message
  const bytes = new Uint8Array(LIVE_AUDIO_HEADER_BYTES + opus.length)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, Math.floor(captureSample / U32))
  view.setUint32(2, captureSample % U32)
  view.setUint8(LEVEL_OFFSET, Math.min(SILENCE_LEVEL, Math.max(0, Math.round(-levelDb))))
  view.setUint8(FLAGS_OFFSET, hasVoice ? VOICE_FLAG : 0)
  bytes.set(opus, LIVE_AUDIO_HEADER_BYTES)
  return bytes
}

/** Undefined where its length is that of no message; what is in the packet is not looked at. */
export function readAudioMessage(bytes: Uint8Array): AudioMessage | undefined {
  if (bytes.length <= LIVE_AUDIO_HEADER_BYTES || bytes.length > LIVE_AUDIO_MESSAGE_BYTES_MAX) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return {
    captureSample: view.getUint16(0) * U32 + view.getUint32(2),
    levelDb: -Math.min(SILENCE_LEVEL, view.getUint8(LEVEL_OFFSET)),
    hasVoice: (view.getUint8(FLAGS_OFFSET) & VOICE_FLAG) !== 0,
    opus: bytes.subarray(LIVE_AUDIO_HEADER_BYTES),
  }
}

/** What comes down a speaker's socket. */
export const LiveAudioReply = Type.Union([
  /** The packet with this capture count has been sent; `behindMs`: how late it came for the session's delay. */
  shape({ kind: Type.Literal('sent'), captureSample: Type.Number(), behindMs: Type.Number() }),
  shape({ kind: Type.Literal('session'), session: LiveSessionAnswer }),
  /** It is about to end by itself. */
  shape({
    kind: Type.Literal('ending'),
    because: Type.Enum(['silence', 'tooLong', 'brokerGone']),
    at: Instant,
  }),
])
export type LiveAudioReply = Static<typeof LiveAudioReply>
