import { type AudioMessage, CodedError, readAudioMessage } from '@tieng-lang/protocol'
import { PACKET_SAMPLES, parseOpusPayload } from '@tieng-lang/protocol/rtp'

/** Throws `badAudioMessage` for anything but one Opus packet of 20 ms behind the header (`LIVE_AUDIO_HEADER_BYTES`). */
export function parseAudioMessage(bytes: Uint8Array): AudioMessage {
  const message = readAudioMessage(bytes)
  if (!message) throw new CodedError('badAudioMessage', `${bytes.length} bytes`)
  const payload = parseOpusPayload(message.opus)
  if (!payload.ok) throw new CodedError('badAudioMessage', payload.detail)
  if (payload.value.samples !== PACKET_SAMPLES)
    throw new CodedError('badAudioMessage', `${payload.value.samples} samples, not ${PACKET_SAMPLES}`)
  return message
}
