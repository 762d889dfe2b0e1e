import { LIVE_AUDIO_HEADER_BYTES } from '@tieng-lang/protocol/browser'
import type { TimedPacket } from '../coding/voice-packet.ts'

const U32 = 2 ** 32
/** The level that says silence (as in RFC 6464 §3). */
const SILENCE_LEVEL = 127
const VOICE_FLAG = 0b1

/**
 * A packet as it goes up the WebSocket (`protocol/src/http/live.ts`):
 *
 *      0               6       7       8
 *     +---------------+-------+-------+----------- …
 *     | captureSample | level | flags | Opus packet
 *     |  u48, big end.| −dBFS | 0: voice
 *     +---------------+-------+-------+----------- …
 */
export function audioMessage({
  captureSample,
  levelDb,
  isVoice,
  opus,
}: TimedPacket): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(LIVE_AUDIO_HEADER_BYTES + opus.length)
  const view = new DataView(message.buffer)
  view.setUint16(0, Math.floor(captureSample / U32))
  view.setUint32(2, captureSample % U32)
  view.setUint8(6, Math.min(SILENCE_LEVEL, Math.max(0, Math.round(-levelDb))))
  view.setUint8(7, isVoice ? VOICE_FLAG : 0)
  message.set(opus, LIVE_AUDIO_HEADER_BYTES)
  return message
}
